using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Ids;
using Bartizan.Storage.Events;
using Bartizan.Storage.Identity;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Instances;

/// <summary>Runs of agents and join tokens in the store's SQLite file. Each change is one transaction with the event that tells of it.</summary>
internal sealed class SqliteInstanceStore(StoreWriter writer, Database database, IIdSource ids) : IInstanceStore
{
    private const int MostListed = 1_000;

    /// <inheritdoc/>
    public ValueTask<AgentInstance?> FindAsync(string id, CancellationToken cancellationToken) => FindAsync("id = @id", new { id }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AgentInstance?> FindRunningAsync(string agent, string thumbprint, DateTimeOffset now, CancellationToken cancellationToken) => FindAsync(
        "agent = @agent AND thumbprint = @thumbprint AND ended IS NULL AND ends > @at ORDER BY started DESC, id DESC LIMIT 1",
        new { agent, thumbprint, at = now.ToMicroseconds() },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AgentInstance>> ListAsync(string? agent, CancellationToken cancellationToken) => new(database.Read<IReadOnlyList<AgentInstance>>(
        c => [.. c
            .Query<InstanceRow>($"{InstanceRow.Select} WHERE @agent IS NULL OR agent = @agent ORDER BY started DESC, id DESC LIMIT @most", new { agent, most = MostListed })
            .Select(r => r.ToInstance())],
        cancellationToken));

    /// <inheritdoc/>
    public ValueTask<bool> EndAsync(string id, string by, DateTimeOffset when, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var agent = scope.Connection.ExecuteScalar<string>(
                "UPDATE agent_instances SET ended = @now WHERE id = @id AND ended IS NULL AND ends > @now RETURNING agent", new { id, now = when.ToMicroseconds() });
            if (agent is null)
            {
                return false;
            }

            // Every token of a run names the run as what it rests on.
            Connections.EndTokens(scope, id, when);
            SqliteIdentityStore.Bump(scope);
            scope.Append(EventFacts.Record(ids, "identity", "agent.instance-ended", when, new { instance = id, agent, by }));
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> AddJoinTokenAsync(byte[] hash, JoinToken token, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var added = scope.Connection.Execute(
                """
                INSERT INTO join_tokens (hash, id, agent, by_whom, created, expires, used)
                SELECT @hash, @Id, id, @By, @created, @expires, NULL FROM agents WHERE id = @Agent AND revoked IS NULL
                """,
                new { hash, token.Id, token.By, token.Agent, created = token.Created.ToMicroseconds(), expires = token.Expires.ToMicroseconds() }) > 0;
            if (added)
            {
                scope.Append(EventFacts.Record(ids, "identity", "agent.join-token-made", token.Created, new { joinToken = token.Id, token.Agent, token.By, token.Expires }));
            }

            return added;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<JoinToken?> FindJoinTokenAsync(byte[] hash, CancellationToken cancellationToken) => new(database.Read(
        c => c.QuerySingleOrDefault<TokenRow>("SELECT id, agent, by_whom AS MadeBy, created, expires, used FROM join_tokens WHERE hash = @hash", new { hash })?.ToToken(),
        cancellationToken));

    private ValueTask<AgentInstance?> FindAsync(string where, object parameters, CancellationToken cancellationToken) =>
        new(database.Read(c => c.QuerySingleOrDefault<InstanceRow>($"{InstanceRow.Select} WHERE {where}", parameters)?.ToInstance(), cancellationToken));

    private sealed class TokenRow
    {
        public required string Id { get; init; }
        public required string Agent { get; init; }
        public required string MadeBy { get; init; }
        public long Created { get; init; }
        public long Expires { get; init; }
        public long? Used { get; init; }

        public JoinToken ToToken() => new(
            Id, Agent, MadeBy, SqliteTime.FromMicroseconds(Created), SqliteTime.FromMicroseconds(Expires), Used is { } used ? SqliteTime.FromMicroseconds(used) : null);
    }
}
