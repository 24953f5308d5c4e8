namespace Bartizan.Guard.Injection.Scoring;

/// <summary>What the tables say of a text before scale, bias and calibration: sums of quantised weights over √(number of features).</summary>
/// <param name="Whole">Of the whole text.</param>
/// <param name="Window">Of its highest window; negative infinity when the text has too few words to be judged.</param>
internal readonly record struct RawScores(float Whole, float Window)
{
    /// <summary>Of a text with too few words: one or two say nothing, whatever they are.</summary>
    public static readonly RawScores None = new(0, float.NegativeInfinity);
}
