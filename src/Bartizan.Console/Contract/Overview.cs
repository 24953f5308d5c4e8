namespace Bartizan.Console.Contract;

/// <summary>What passed in a span of time, and what was done with it.</summary>
/// <param name="From">Start of the first bucket.</param>
/// <param name="To">End of the last bucket.</param>
/// <param name="BucketSeconds">Width of a bucket.</param>
/// <param name="Totals">Sums over the whole span.</param>
/// <param name="Buckets">Every bucket in order, empty ones too.</param>
/// <param name="Findings">Labels by how often they were found, at most 12, most frequent first.</param>
/// <param name="SlowestAgents">At most 5, by the 95th percentile of total time.</param>
/// <param name="MostBlockedAgents">At most 5, by exchanges held or blocked; agents with none are left out.</param>
/// <param name="Overhead">What Bartizan itself added.</param>
/// <param name="Total">First byte in to last byte out.</param>
/// <param name="Sampled">How many of the newest exchanges the percentiles and agents were computed from; equal to the total unless the span holds very many.</param>
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
    Percentiles Total,
    long Sampled,
    LedgerHead Ledger);

/// <summary>Sums over a span of time.</summary>
/// <param name="Exchanges">All exchanges.</param>
/// <param name="Allow">Passed unchanged.</param>
/// <param name="Redact">Passed with spans masked.</param>
/// <param name="Hold">Waiting for a person.</param>
/// <param name="Block">Did not pass.</param>
/// <param name="Failures">Forwarding failed.</param>
/// <param name="Findings">Findings in all segments.</param>
/// <param name="InputTokens">As the upstreams counted them.</param>
/// <param name="OutputTokens">As the upstreams counted them.</param>
public sealed record OverviewTotals(
    long Exchanges, long Allow, long Redact, long Hold, long Block, long Failures, long Findings, long InputTokens, long OutputTokens);

/// <summary>One bucket of time.</summary>
/// <param name="Start">Its start.</param>
/// <param name="Allow">Passed unchanged.</param>
/// <param name="Redact">Passed with spans masked.</param>
/// <param name="Hold">Waiting for a person.</param>
/// <param name="Block">Did not pass.</param>
/// <param name="Failures">Forwarding failed; these are also counted under their verdict.</param>
public sealed record OverviewBucket(DateTimeOffset Start, long Allow, long Redact, long Hold, long Block, long Failures);

/// <summary>How often a label was found over time.</summary>
/// <param name="Label">The label.</param>
/// <param name="Total">Exchanges that carry it in the whole span.</param>
/// <param name="Counts">Exchanges that carry it by bucket.</param>
public sealed record LabelSeries(string Label, long Total, IReadOnlyList<long> Counts);

/// <summary>An agent in a ranking.</summary>
/// <param name="Agent">The agent; null for keys that were not known.</param>
/// <param name="Exchanges">Its exchanges in the span.</param>
/// <param name="Stopped">Those held or blocked.</param>
/// <param name="TotalP95Us">95th percentile of total time, microseconds.</param>
public sealed record AgentRank(AgentRef? Agent, long Exchanges, long Stopped, long TotalP95Us);

/// <summary>Percentiles in microseconds; all 0 when there was nothing to measure.</summary>
public sealed record Percentiles(long P50Us, long P95Us, long P99Us);

/// <summary>An agent by id and the name it had.</summary>
public sealed record AgentRef(string Id, string Name);
