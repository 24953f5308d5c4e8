namespace Bartizan.Guard.Injection.Training;

/// <summary>
/// Platt's calibration with the smoothed targets and the Newton iteration of Lin, Lin and Weng (2007): the slope and intercept that turn
/// a head's scores into log-odds.
/// </summary>
internal static class PlattScaling
{
    private const int Iterations = 100;
    private const double Ridge = 1e-9;

    /// <summary>Fits scores of rows kept from training; the slope is at least a small positive number, so that order never turns.</summary>
    public static (double Slope, double Intercept) Fit(IReadOnlyList<(double Score, bool Attack)> rows)
    {
        var attacks = rows.Count(r => r.Attack);
        var benign = rows.Count - attacks;
        if (attacks == 0 || benign == 0)
            return (1, 0);
        var high = (attacks + 1.0) / (attacks + 2.0);
        var low = 1.0 / (benign + 2.0);
        var slope = 1.0;
        var intercept = 0.0;
        var loss = Loss(rows, slope, intercept, high, low);
        for (var i = 0; i < Iterations; i++)
        {
            double ga = 0, gb = 0, haa = Ridge, hab = 0, hbb = Ridge;
            foreach (var (score, attack) in rows)
            {
                var p = Logistic.Of((slope * score) + intercept);
                var d = p - (attack ? high : low);
                var w = p * (1 - p);
                ga += d * score;
                gb += d;
                haa += w * score * score;
                hab += w * score;
                hbb += w;
            }

            var determinant = (haa * hbb) - (hab * hab);
            var da = ((hbb * ga) - (hab * gb)) / determinant;
            var db = ((haa * gb) - (hab * ga)) / determinant;
            var step = 1.0;
            var next = Loss(rows, slope - da, intercept - db, high, low);
            while (next > loss && step > 1e-10)
            {
                step /= 2;
                next = Loss(rows, slope - (step * da), intercept - (step * db), high, low);
            }

            if (next >= loss)
                break;
            slope -= step * da;
            intercept -= step * db;
            loss = next;
        }

        return (Math.Max(slope, 1e-3), intercept);
    }

    private static double Loss(IReadOnlyList<(double Score, bool Attack)> rows, double slope, double intercept, double high, double low)
    {
        var loss = 0.0;
        foreach (var (score, attack) in rows)
        {
            var p = Math.Clamp(Logistic.Of((slope * score) + intercept), 1e-15, 1 - 1e-15);
            var target = attack ? high : low;
            loss -= (target * Math.Log(p)) + ((1 - target) * Math.Log(1 - p));
        }

        return loss;
    }
}
