namespace Bartizan.Storage.Exchanges;

/// <summary>What passed in a span of time, summed up.</summary>
public sealed record Overview
{
    /// <summary>Exchanges in all.</summary>
    public required long Exchanges { get; init; }

    /// <summary>How many of them were allowed, redacted, held, blocked.</summary>
    public required VerdictCounts Verdicts { get; init; }

    /// <summary>Traffic over time, every bucket present, oldest first.</summary>
    public required IReadOnlyList<TrafficBucket> Traffic { get; init; }

    /// <summary>Findings over time by label; only buckets and labels that have some.</summary>
    public required IReadOnlyList<LabelCount> Findings { get; init; }

    /// <summary>Agents by mean total time, slowest first, at most 10.</summary>
    public required IReadOnlyList<AgentTraffic> SlowestAgents { get; init; }

    /// <summary>Agents by blocked and held exchanges, most first, at most 10, only those with any.</summary>
    public required IReadOnlyList<AgentTraffic> MostBlockedAgents { get; init; }

    /// <summary>Median of what Bartizan added, microseconds, within 5 %.</summary>
    public required long OverheadP50 { get; init; }

    /// <summary>95th percentile of what Bartizan added, microseconds, within 5 %.</summary>
    public required long OverheadP95 { get; init; }
}

/// <summary>Exchanges by verdict.</summary>
public sealed record VerdictCounts(long Allow, long Redact, long Hold, long Block);

/// <summary>Exchanges that began in one bucket.</summary>
/// <param name="Start">The bucket's start.</param>
/// <param name="Verdicts">How they were decided.</param>
/// <param name="OverheadP50">Median overhead, microseconds.</param>
/// <param name="OverheadP95">95th percentile of overhead, microseconds.</param>
public sealed record TrafficBucket(DateTimeOffset Start, VerdictCounts Verdicts, long OverheadP50, long OverheadP95);

/// <summary>Exchanges in one bucket that had a label.</summary>
public sealed record LabelCount(DateTimeOffset Start, string Label, long Exchanges);

/// <summary>One agent's traffic.</summary>
/// <param name="Agent">Agent id, or null for exchanges whose key was not known.</param>
/// <param name="Name">Its latest name.</param>
/// <param name="Exchanges">How many.</param>
/// <param name="Blocked">Blocked or held.</param>
/// <param name="MeanTotalMicroseconds">Mean of the total time.</param>
/// <param name="OverheadP95">95th percentile of overhead, microseconds.</param>
public sealed record AgentTraffic(string? Agent, string? Name, long Exchanges, long Blocked, long MeanTotalMicroseconds, long OverheadP95);
