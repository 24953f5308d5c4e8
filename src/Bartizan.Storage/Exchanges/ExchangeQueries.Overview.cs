using Bartizan.Core.Exchanges;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Exchanges;

public sealed partial class ExchangeQueries
{
    private const int MaxBuckets = 2_000;
    private const int MaxAgents = 10;

    /// <summary>Sums of a span of time. It is widened to whole buckets.</summary>
    /// <param name="from">Not before.</param>
    /// <param name="to">Before.</param>
    /// <param name="bucket">Length of a bucket: whole minutes, and at most 2,000 of them in the span.</param>
    /// <param name="cancellationToken">Stops before the queries.</param>
    public ValueTask<Overview> OverviewAsync(DateTimeOffset from, DateTimeOffset to, TimeSpan bucket, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var step = (long)bucket.TotalMinutes;
        ArgumentOutOfRangeException.ThrowIfNotEqual(bucket, TimeSpan.FromMinutes(Math.Max(step, 1)));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
        var start = from.ToUnixTimeSeconds() / 60 / step * step;
        var count = (int)Math.Min((((to.ToUnixTimeMilliseconds() + 59_999) / 60_000) - start + step - 1) / step, MaxBuckets + 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxBuckets, nameof(bucket));

        using var lease = _views.Read();
        var span = new { start, end = start + (count * step), step };
        var traffic = lease.Connection.Query<TrafficRow>(
            """
            SELECT (minute - @start) / @step AS Place, verdict, bucket, sum(exchanges) AS Exchanges FROM traffic
            WHERE minute >= @start AND minute < @end GROUP BY 1, 2, 3
            """,
            span).AsList();
        var agents = Agents(lease.Connection, span);
        var all = Counter.Of(traffic);
        var places = traffic.ToLookup(t => (int)t.Place);
        return new(new Overview
        {
            Exchanges = all.Exchanges,
            Verdicts = all.Verdicts,
            OverheadP50 = all.Percentile(0.50),
            OverheadP95 = all.Percentile(0.95),
            Traffic = [.. Enumerable.Range(0, count).Select(i =>
            {
                var counter = Counter.Of(places[i]);
                return new TrafficBucket(Start(i), counter.Verdicts, counter.Percentile(0.50), counter.Percentile(0.95));
            })],
            Findings = [.. lease.Connection.Query<FindingRow>(
                """
                SELECT (minute - @start) / @step AS Place, label, sum(exchanges) AS Exchanges FROM findings
                WHERE minute >= @start AND minute < @end GROUP BY 1, 2 ORDER BY 1, 2
                """,
                span).Select(f => new LabelCount(Start((int)f.Place), f.Label, f.Exchanges))],
            SlowestAgents = [.. agents.OrderByDescending(a => a.MeanTotalMicroseconds).Take(MaxAgents)],
            MostBlockedAgents = [.. agents.Where(a => a.Blocked > 0).OrderByDescending(a => a.Blocked).Take(MaxAgents)],
        });

        DateTimeOffset Start(int place) => DateTimeOffset.FromUnixTimeSeconds((start + (place * step)) * 60);
    }

    private static List<AgentTraffic> Agents(SqliteConnection views, object span) =>
    [
        .. views.Query<AgentRow>(
            """
            SELECT t.agent, n.name, verdict, bucket, sum(exchanges) AS Exchanges, sum(total) AS Total
            FROM traffic t LEFT JOIN agent_names n ON n.agent = t.agent
            WHERE minute >= @start AND minute < @end GROUP BY 1, 2, 3, 4
            """,
            span)
        .GroupBy(r => (r.Agent, r.Name))
        .Select(g =>
        {
            var counter = Counter.Of(g);
            return new AgentTraffic(
                g.Key.Agent.Length == 0 ? null : g.Key.Agent,
                g.Key.Name,
                counter.Exchanges,
                counter.Verdicts.Block + counter.Verdicts.Hold,
                g.Sum(r => r.Total) / counter.Exchanges,
                counter.Percentile(0.95));
        }),
    ];

    /// <summary>Counts by verdict and by overhead.</summary>
    private sealed class Counter
    {
        private readonly Dictionary<int, long> _overhead = [];
        private readonly long[] _verdicts = new long[Enum.GetValues<Verdict>().Length];

        public long Exchanges => _verdicts.Sum();

        public VerdictCounts Verdicts => new(
            _verdicts[(int)Verdict.Allow], _verdicts[(int)Verdict.Redact], _verdicts[(int)Verdict.Hold], _verdicts[(int)Verdict.Block]);

        public static Counter Of(IEnumerable<TrafficRow> rows)
        {
            var counter = new Counter();
            foreach (var row in rows)
            {
                counter._verdicts[row.Verdict] += row.Exchanges;
                counter._overhead[(int)row.Bucket] = counter._overhead.GetValueOrDefault((int)row.Bucket) + row.Exchanges;
            }

            return counter;
        }

        public long Percentile(double percentile) => OverheadScale.Percentile(_overhead, percentile);
    }

    private class TrafficRow
    {
        public long Place { get; init; }
        public long Verdict { get; init; }
        public long Bucket { get; init; }
        public long Exchanges { get; init; }
    }

    private sealed class AgentRow : TrafficRow
    {
        public required string Agent { get; init; }
        public string? Name { get; init; }
        public long Total { get; init; }
    }

    private sealed class FindingRow
    {
        public long Place { get; init; }
        public required string Label { get; init; }
        public long Exchanges { get; init; }
    }
}
