using Bartizan.Core.Identity.Reviews;
using Bartizan.Storage.Sqlite;
using Dapper;

namespace Bartizan.Storage.Exchanges;

public sealed partial class ExchangeQueries : IPermissionUses
{
    private const int AgentsAtOnce = 500;

    // An upstream that stands in for another for a while, or shares the work with it, is none that a model moved to.
    private static readonly TimeSpan Settled = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<PermissionUse>> UsesAsync(IReadOnlyCollection<string> agents, DateTimeOffset from, CancellationToken cancellationToken) =>
        new(_views.Read<IReadOnlyList<PermissionUse>>(
            views => [.. agents.Distinct(StringComparer.Ordinal).Chunk(AgentsAtOnce).SelectMany(some => views
                .Query<UseRow>(
                    """
                    SELECT agent, action, resource, sum(passed) AS Passed, min(first) AS First, max(last) AS Last FROM uses
                    WHERE agent IN @some AND day >= @day GROUP BY 1, 2, 3
                    """,
                    new { some, day = from.ToUnixTimeSeconds() / 86_400 })
                .Select(row => row.ToUse()))],
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> WatchedSinceAsync(CancellationToken cancellationToken) => new(_views.Read<DateTimeOffset?>(
        views => views.ExecuteScalar<long?>("SELECT min(time) FROM exchanges") is { } first ? SqliteTime.FromMicroseconds(first) : null, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<MovedModel>> MovedModelsAsync(DateTimeOffset since, CancellationToken cancellationToken) => new(_views.Read<IReadOnlyList<MovedModel>>(
        views => [.. views
            .Query<(string Model, string Upstream, string Before)>(
                """
                SELECT n.model, n.upstream, b.upstream FROM model_upstreams n JOIN model_upstreams b ON b.model = n.model AND b.first < n.first
                WHERE n.first >= @since AND n.last - n.first >= @settled
                    AND NOT EXISTS (SELECT 1 FROM model_upstreams o WHERE o.model = n.model AND o.upstream <> n.upstream AND o.last > n.first)
                ORDER BY n.first, b.first
                """,
                new { since = since.ToMicroseconds(), settled = (long)Settled.TotalMicroseconds })
            .GroupBy(r => (r.Model, r.Upstream))
            .Select(g => new MovedModel(g.Key.Model, g.Key.Upstream, [.. g.Select(r => r.Before)]))],
        cancellationToken));

    private sealed class UseRow
    {
        public required string Agent { get; init; }
        public required string Action { get; init; }
        public required string Resource { get; init; }
        public long Passed { get; init; }
        public long First { get; init; }
        public long Last { get; init; }

        public PermissionUse ToUse() => new(Agent, Action, Resource, Passed, SqliteTime.FromMicroseconds(First), SqliteTime.FromMicroseconds(Last));
    }
}
