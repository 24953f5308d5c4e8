using Bartizan.Storage.Sqlite;
using Dapper;

namespace Bartizan.Storage.Exchanges;

public sealed partial class ExchangeQueries
{
    /// <summary>What each agent did in a span of time; agents without traffic are left out. The span is widened to whole minutes.</summary>
    public ValueTask<IReadOnlyList<AgentActivity>> AgentsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = _views.Read();
        var rows = lease.Connection.Query<AgentRow>(
            """
            SELECT agent, verdict, bucket, sum(exchanges) AS Exchanges, sum(total) AS Total FROM traffic
            WHERE minute >= @start AND minute < @end AND agent <> '' GROUP BY 1, 2, 3
            """,
            new { start = from.ToUnixTimeSeconds() / 60, end = (to.ToUnixTimeMilliseconds() + 59_999) / 60_000 }).AsList();
        var agents = new List<AgentActivity>();
        foreach (var group in rows.GroupBy(row => row.Agent))
        {
            // The index by agent ends at the newest: one step for each agent.
            var last = lease.Connection.ExecuteScalar<long>(
                "SELECT max(time) FROM exchanges WHERE agent = @agent", new { agent = group.Key });
            var counter = Counter.Of(group);
            agents.Add(new AgentActivity(group.Key, counter.Exchanges, counter.Verdicts, SqliteTime.FromMicroseconds(last), counter.Percentile(0.95)));
        }

        return new(agents);
    }

    /// <summary>Exchanges of an agent about one model or tool that passed since a time.</summary>
    public ValueTask<long> CountPassedAsync(string agent, string model, DateTimeOffset from, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(CountPassed(agent, model, from));
    }

    /// <summary>Of the newest exchanges of an agent about one tool that passed before another one, how many said the same, by the digests of all that was sent.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="model">The tool, as exchanges are kept by it.</param>
    /// <param name="exchange">The exchange they are compared with.</param>
    /// <param name="most">How many are looked at.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public ValueTask<(int Same, int Looked)> CountSameAsync(string agent, string model, string exchange, int most, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Find(exchange) is not { Exchange: var asked } || asked.Request.Count == 0)
        {
            return new((0, 0));
        }

        List<string> ids;
        using (var lease = _views.Read())
        {
            ids = lease.Connection.Query<string>(
                "SELECT id FROM exchanges WHERE agent = @agent AND time < @before AND model = @model AND verdict < 2 ORDER BY time DESC LIMIT @most",
                new { agent, model, before = asked.Time.ToMicroseconds(), most }).AsList();
        }

        var said = Said(asked);
        return new((ids.Count(id => Find(id) is { } found && said.SetEquals(Said(found.Exchange))), ids.Count));
    }

    private static HashSet<(string, string)> Said(Core.Exchanges.ExchangeRecord exchange) => [.. exchange.Request.Select(s => (s.Path, s.Digest))];

    internal long CountPassed(string agent, string model, DateTimeOffset from)
    {
        using var lease = _views.Read();
        return lease.Connection.ExecuteScalar<long>(
            "SELECT count(*) FROM exchanges WHERE agent = @agent AND time >= @from AND model = @model AND verdict < 2", new { agent, model, from = from.ToMicroseconds() });
    }
}

/// <summary>What an agent did in a span of time.</summary>
/// <param name="Agent">Agent id.</param>
/// <param name="Exchanges">How many exchanges.</param>
/// <param name="Verdicts">How they were decided.</param>
/// <param name="LastSeen">When its newest exchange began, also one after the span.</param>
/// <param name="OverheadP95">95th percentile of overhead, microseconds.</param>
public sealed record AgentActivity(string Agent, long Exchanges, VerdictCounts Verdicts, DateTimeOffset LastSeen, long OverheadP95);
