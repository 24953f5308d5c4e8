using System.ComponentModel;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Ledgers;
using Bartizan.Storage;
using Bartizan.Storage.Exchanges;
using Overview = Bartizan.Console.Contract.Overview;

namespace Bartizan.Console.Endpoints;

/// <summary>What passes, and what is done with it.</summary>
internal static class OverviewEndpoints
{
    private const int MostLabels = 12;

    public static void MapOverview(this IEndpointRouteBuilder api) =>
        api.MapGet("/overview", GetAsync).WithTags("Overview").For(Right.Watch, "getOverview", "Traffic, decisions, findings and agents over time.");

    private static async Task<Overview> GetAsync(
        [Description("15m, 1h, 6h, 24h, 7d or 30d back from to; 24h when neither this nor from is given.")] string? range,
        [Description("Start, RFC 3339; instead of range.")] DateTimeOffset? from,
        [Description("End, RFC 3339; now when left out.")] DateTimeOffset? to,
        BartizanStore store,
        TimeProvider clock,
        CancellationToken cancel)
    {
        var span = TimeSpans.Read(range, from, to, clock);
        var sums = await store.Exchanges.OverviewAsync(span.From, span.To, span.Bucket, cancel);
        var first = sums.Traffic[0].Start;
        return new Overview(
            first,
            sums.Traffic[^1].Start + span.Bucket,
            (int)span.Bucket.TotalSeconds,
            new OverviewTotals(sums.Exchanges, sums.Verdicts.Allow, sums.Verdicts.Redact, sums.Verdicts.Hold, sums.Verdicts.Block),
            [.. sums.Traffic.Select(View)],
            Labels(sums, first, span.Bucket),
            [.. sums.SlowestAgents.Select(View)],
            [.. sums.MostBlockedAgents.Select(View)],
            new Percentiles(sums.OverheadP50, sums.OverheadP95),
            await LedgerViews.HeadAsync(store.Ledger, cancel));
    }

    private static OverviewBucket View(TrafficBucket bucket) => new(
        bucket.Start,
        bucket.Verdicts.Allow,
        bucket.Verdicts.Redact,
        bucket.Verdicts.Hold,
        bucket.Verdicts.Block,
        new Percentiles(bucket.OverheadP50, bucket.OverheadP95));

    private static AgentRank View(AgentTraffic agent) => new(
        agent.Agent is null ? null : new AgentRef(agent.Agent, agent.Name ?? agent.Agent),
        agent.Exchanges,
        agent.Blocked,
        agent.MeanTotalMicroseconds,
        agent.OverheadP95);

    private static IReadOnlyList<LabelSeries> Labels(Storage.Exchanges.Overview sums, DateTimeOffset first, TimeSpan bucket) =>
    [
        .. sums.Findings
            .GroupBy(count => count.Label, StringComparer.Ordinal)
            .Select(label =>
            {
                var counts = new long[sums.Traffic.Count];
                foreach (var count in label)
                {
                    counts[(int)((count.Start - first) / bucket)] += count.Exchanges;
                }

                return new LabelSeries(label.Key, counts.Sum(), counts);
            })
            .OrderByDescending(series => series.Total)
            .ThenBy(series => series.Label, StringComparer.Ordinal)
            .Take(MostLabels),
    ];
}
