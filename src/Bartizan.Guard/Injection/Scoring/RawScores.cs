namespace Bartizan.Guard.Injection.Scoring;

/// <summary>What the tables say of a text before scale, bias and calibration: sums of quantised weights over √(number of features).</summary>
/// <param name="Whole">Of the whole text.</param>
/// <param name="Window">Of its highest window; negative infinity when it has no word.</param>
internal readonly record struct RawScores(float Whole, float Window);
