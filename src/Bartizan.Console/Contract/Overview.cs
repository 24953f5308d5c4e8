namespace Bartizan.Console.Contract;

/// <summary>What passed in a span of time, and what was done with it. Follows the log by about half a second.</summary>
/// <param name="From">Start of the first bucket.</param>
/// <param name="To">End of the last bucket.</param>
/// <param name="BucketSeconds">Width of a bucket.</param>
/// <param name="Totals">Sums over the whole span.</param>
/// <param name="Buckets">Every bucket in order, empty ones too.</param>
/// <param name="Findings">Labels by how many exchanges carried them, at most 12, most frequent first.</param>
/// <param name="SlowestAgents">At most 10, by mean total time.</param>
/// <param name="MostBlockedAgents">At most 10, by exchanges held or blocked; agents with none are left out.</param>
/// <param name="Overhead">What Bartizan itself added.</param>
/// <param name="Ledger">Where the ledger stands.</param>
public sealed record Overview(
    DateTimeOffset From,
    DateTimeOffset To,
    int BucketSeconds,
    OverviewTotals Totals,
    IReadOnlyList<OverviewBucket> Buckets,
    IReadOnlyList<LabelSeries> Findings,
    IReadOnlyList<AgentRank> SlowestAgents,
    IReadOnlyList<AgentRank> MostBlockedAgents,
    Percentiles Overhead,
    LedgerHead Ledger);

/// <summary>Sums over a span of time.</summary>
/// <param name="Exchanges">All exchanges.</param>
/// <param name="Allow">Passed unchanged.</param>
/// <param name="Redact">Passed with spans masked.</param>
/// <param name="Hold">Waiting for a person.</param>
/// <param name="Block">Did not pass.</param>
public sealed record OverviewTotals(long Exchanges, long Allow, long Redact, long Hold, long Block);

/// <summary>One bucket of time.</summary>
/// <param name="Start">Its start.</param>
/// <param name="Allow">Passed unchanged.</param>
/// <param name="Redact">Passed with spans masked.</param>
/// <param name="Hold">Waiting for a person.</param>
/// <param name="Block">Did not pass.</param>
/// <param name="Overhead">What Bartizan itself added.</param>
public sealed record OverviewBucket(DateTimeOffset Start, long Allow, long Redact, long Hold, long Block, Percentiles Overhead);

/// <summary>How often a label was found over time.</summary>
/// <param name="Label">The label.</param>
/// <param name="Total">Exchanges that carried it in the whole span.</param>
/// <param name="Counts">Exchanges that carried it by bucket; as many as there are buckets.</param>
public sealed record LabelSeries(string Label, long Total, IReadOnlyList<long> Counts);

/// <summary>An agent in a ranking.</summary>
/// <param name="Agent">The agent; null for keys that were not known.</param>
/// <param name="Exchanges">Its exchanges in the span.</param>
/// <param name="Stopped">Those held or blocked.</param>
/// <param name="MeanTotalUs">Mean total time, microseconds.</param>
/// <param name="OverheadP95Us">95th percentile of what Bartizan added, microseconds.</param>
public sealed record AgentRank(AgentRef? Agent, long Exchanges, long Stopped, long MeanTotalUs, long OverheadP95Us);

/// <summary>Percentiles in microseconds, within 5 %; 0 when there was nothing to measure.</summary>
/// <param name="P50Us">Median.</param>
/// <param name="P95Us">95th percentile.</param>
public sealed record Percentiles(long P50Us, long P95Us);

/// <summary>An agent by id and the name it had.</summary>
public sealed record AgentRef(string Id, string Name);
