using Bartizan.Guard.Injection.Calibrating;

namespace Bartizan.Gateway.Calibrating;

/// <summary>What to calibrate from, and to what.</summary>
/// <param name="Budget">The false alarms allowed.</param>
public sealed record CalibrationRequest(FalseAlarmBudget Budget)
{
    /// <summary>Only agents of this system; null for all.</summary>
    public string? System { get; init; }

    /// <summary>Only exchanges from then on.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Only events up to this position of the log, so that a report can be made again; null for all there are.</summary>
    public long? UpTo { get; init; }

    /// <summary>Only so many of the newest events are read.</summary>
    public long MostEvents { get; init; } = long.MaxValue;

    /// <summary>Ids of exchanges to leave out.</summary>
    public IReadOnlySet<string> Excluded { get; init; } = new HashSet<string>();
}
