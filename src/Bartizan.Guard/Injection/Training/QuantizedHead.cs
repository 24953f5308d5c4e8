namespace Bartizan.Guard.Injection.Training;

/// <summary>A trained head as it is shipped: one signed byte a weight, and the line that turns sums into log-odds.</summary>
/// <param name="Table">The weights in steps.</param>
/// <param name="Head">Scale and bias, calibrated.</param>
internal sealed record QuantizedHead(sbyte[] Table, InjectionHead Head)
{
    /// <summary>Rounds the weights to 255 even steps, then calibrates on rows the head was not trained on.</summary>
    public static QuantizedHead From(LinearHead head, IReadOnlyList<Bag> held)
    {
        var largest = head.Weights.Max(MathF.Abs);
        var step = largest > 0 ? largest / sbyte.MaxValue : 1;
        var table = new sbyte[head.Weights.Length];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = (sbyte)MathF.Round(head.Weights[i] / step);
        }

        var scores = held.Select(bag => (Best: head.Best(bag, forTraining: false), bag.Attack)).Where(s => s.Best.Piece >= 0)
            .Select(s => ((double)s.Best.Score, s.Attack)).ToList();
        var (slope, intercept) = PlattScaling.Fit(scores);
        return new QuantizedHead(table, new InjectionHead(slope * step, (slope * head.Bias) + intercept));
    }
}
