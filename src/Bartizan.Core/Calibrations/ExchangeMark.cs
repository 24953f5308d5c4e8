namespace Bartizan.Core.Calibrations;

/// <summary>What a person said of a recorded exchange; it outweighs what was decided.</summary>
/// <param name="Exchange">The exchange's id.</param>
/// <param name="Attack">Whether it was an attack; else it was benign.</param>
/// <param name="By">Who said so.</param>
/// <param name="At">When.</param>
public sealed record ExchangeMark(string Exchange, bool Attack, string By, DateTimeOffset At);
