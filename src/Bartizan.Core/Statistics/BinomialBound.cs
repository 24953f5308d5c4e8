namespace Bartizan.Core.Statistics;

/// <summary>
/// What a count says of the share behind it: one-sided exact bounds at 95 % confidence (Clopper and Pearson, Biometrika 26, 1934). Nothing is assumed of the
/// share; the trials must be independent.
/// </summary>
public static class BinomialBound
{
    /// <summary>How sure the bounds are.</summary>
    public const double Confidence = 0.95;

    private const double Risk = 1 - Confidence;

    /// <summary>The largest share that fits so few events: with a larger one, as few or fewer would be seen in at most one case of twenty. 1 without trials.</summary>
    public static double Upper(long events, long trials)
    {
        if (events >= trials)
        {
            return 1;
        }

        var (low, high) = ((double)events / trials, 1.0);
        while (high - low > 1e-12)
        {
            var middle = (low + high) / 2;
            (low, high) = AtMost(events, trials, middle) > Risk ? (middle, high) : (low, middle);
        }

        return high;
    }

    /// <summary>The smallest share that fits so many events. 0 without trials.</summary>
    public static double Lower(long events, long trials) => events == 0 ? 0 : 1 - Upper(trials - events, trials);

    /// <summary>How many trials without an event show that the share is at most <paramref name="share"/>: the exact form of the rule of three, 3 / share.</summary>
    public static long TrialsNeeded(double share) => (long)Math.Ceiling(Math.Log(Risk) / Math.Log(1 - share));

    /// <summary>How many trials with so many events show that the share is at most <paramref name="share"/>.</summary>
    public static long TrialsNeeded(double share, long events)
    {
        if (events == 0)
        {
            return TrialsNeeded(share);
        }

        var (low, high) = (events, (long)Math.Ceiling((events + 1) / share));
        while (Upper(events, high) > share)
        {
            (low, high) = (high, high * 2);
        }

        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = Upper(events, middle) > share ? (middle, high) : (low, middle);
        }

        return high;
    }

    /// <summary>How many events there may be in so many trials while <see cref="Upper"/> stays at or below <paramref name="share"/>; -1 where there are too few trials for any.</summary>
    public static long MostEvents(long trials, double share)
    {
        var (low, high) = (-1L, (long)(trials * share));
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            (low, high) = AtMost(middle, trials, share) <= Risk ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    /// <summary>The chance of at most so many events. The share is at least events / trials, so that the terms fall from the last to the first.</summary>
    private static double AtMost(long events, long trials, double share)
    {
        if (share >= 1)
        {
            return 0;
        }

        var last = LogFactorial(trials) - LogFactorial(events) - LogFactorial(trials - events) + (events * Math.Log(share == 0 ? 1 : share)) + ((trials - events) * Math.Log(1 - share));
        var (sum, term) = (1.0, 1.0);
        for (var i = events; i > 0 && term > sum * 1e-17; i--)
        {
            term *= i / (double)(trials - i + 1) * ((1 - share) / share);
            sum += term;
        }

        return Math.Exp(last) * sum;
    }

    /// <summary>ln n!, by Stirling's series (DLMF 5.11.1) from 16 on.</summary>
    private static double LogFactorial(long n)
    {
        if (n < 16)
        {
            var product = 1.0;
            for (var i = 2; i <= n; i++)
            {
                product *= i;
            }

            return Math.Log(product);
        }

        double x = n + 1;
        var square = 1 / (x * x);
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + ((1 / (12 * x)) * (1 - (square / 30) + (square * square / 105)));
    }
}
