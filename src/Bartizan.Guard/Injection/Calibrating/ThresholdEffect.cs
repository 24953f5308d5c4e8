namespace Bartizan.Guard.Injection.Calibrating;

/// <summary>What a threshold does to recorded texts.</summary>
/// <param name="Score">The threshold.</param>
/// <param name="FalseAlarms">Benign texts that reach it.</param>
/// <param name="Share">Their share.</param>
/// <param name="Least">The least that the share may really be, at 95 % confidence.</param>
/// <param name="Most">The most that the share may really be, at 95 % confidence.</param>
/// <param name="Attacks">Texts of exchanges marked as attacks that reach it.</param>
/// <param name="Missed">Such texts that do not reach it.</param>
/// <param name="Unreviewed">Texts that were refused, and that nobody has looked at, that reach it.</param>
public sealed record ThresholdEffect(double Score, long FalseAlarms, double Share, double Least, double Most, long Attacks, long Missed, long Unreviewed);
