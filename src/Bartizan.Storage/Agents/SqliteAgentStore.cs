using System.Text.Json;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Ids;
using Bartizan.Storage.Events;
using Bartizan.Storage.Registry;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Agents;

/// <summary>Agents in the store's SQLite file. Each change is one transaction with the event that tells of it.</summary>
internal sealed class SqliteAgentStore(StoreWriter writer, Database database, IIdSource ids) : IAgentStore
{
    private const string Columns =
        "SELECT a.id, a.name, a.owner, a.created, a.revoked, a.key_id AS KeyId, a.key_hash AS KeyHash, a.access_key_id AS AccessKeyId, a.tags, "
        + StandingRow.Columns + StandingRow.From;

    /// <inheritdoc/>
    public ValueTask<bool> AddAsync(Agent agent, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var added = scope.Connection.Execute(
                """
                INSERT INTO agents (id, name, owner, created, revoked, key_id, key_hash, tags, blueprint)
                SELECT @Id, @Name, @Owner, @created, NULL, @KeyId, @KeyHash, @tags, @blueprint
                WHERE @blueprint IS NULL OR EXISTS (SELECT 1 FROM blueprints WHERE id = @blueprint AND retired IS NULL)
                ON CONFLICT (name) WHERE revoked IS NULL DO NOTHING
                """,
                new
                {
                    agent.Id,
                    agent.Name,
                    agent.Owner,
                    created = agent.Created.ToMicroseconds(),
                    agent.KeyId,
                    agent.KeyHash,
                    tags = JsonSerializer.Serialize(agent.Tags),
                    blueprint = agent.Blueprint?.Id,
                });
            if (added > 0)
            {
                Changed(scope, "agent.added", agent.Created, new { agent = agent.Id, agent.Name, agent.Owner, agent.KeyId, agent.Tags, blueprint = agent.Blueprint?.Id });
            }

            return added > 0;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Agent?> FindByKeyIdAsync(string keyId, CancellationToken cancellationToken) =>
        new(Query(Columns + " WHERE a.key_id = @keyId", new { keyId }, cancellationToken).SingleOrDefault());

    /// <inheritdoc/>
    public ValueTask<Agent?> FindAsync(string idOrName, CancellationToken cancellationToken) =>
        // A revoked agent's name may have been given again: the live one wins, then the newest.
        new(Query(
            Columns + " WHERE a.id = @idOrName OR a.name = @idOrName ORDER BY a.id = @idOrName DESC, a.revoked IS NULL DESC, a.created DESC LIMIT 1",
            new { idOrName },
            cancellationToken).SingleOrDefault());

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Agent>> ListAsync(CancellationToken cancellationToken) =>
        new(Query(Columns + " ORDER BY a.name, a.created", new { }, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<bool> RevokeAsync(string id, DateTimeOffset when, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var revoked = scope.Connection.Execute(
                "UPDATE agents SET revoked = @when WHERE id = @id AND revoked IS NULL", new { id, when = when.ToMicroseconds() });
            if (revoked > 0)
            {
                var name = NameOf(scope, id);
                Changed(scope, "agent.revoked", when, new { agent = id, name });
            }

            return revoked > 0;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> SetAccessKeyAsync(string id, string accessKeyId, DateTimeOffset when, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var set = scope.Connection.Execute("UPDATE agents SET access_key_id = @accessKeyId WHERE id = @id AND revoked IS NULL", new { id, accessKeyId });
            if (set > 0)
            {
                var name = NameOf(scope, id);
                Changed(scope, "agent.access-key-issued", when, new { agent = id, name, accessKeyId });
            }

            return set > 0;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> VersionAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        return new(Version(lease.Connection));
    }

    private static long Version(SqliteConnection connection) => connection.ExecuteScalar<long>("SELECT value FROM versions WHERE name = 'agents'");

    private static string? NameOf(WriteScope scope, string id) => scope.Connection.ExecuteScalar<string>("SELECT name FROM agents WHERE id = @id", new { id });

    private void Changed<T>(WriteScope scope, string kind, DateTimeOffset when, T fact)
    {
        scope.Connection.Execute("UPDATE versions SET value = value + 1 WHERE name = 'agents'");
        scope.Append(EventFacts.Record(ids, "identity", kind, when, fact));
    }

    private List<Agent> Query(string sql, object parameters, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        List<Row> rows = [.. lease.Connection.Query<Row>(sql, parameters)];
        var wanted = rows.Select(r => r.BlueprintId).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var blueprints = wanted.Count == 0 ? [] : BlueprintRow.InForce(lease.Connection, "b.id IN @wanted", new { wanted }).ToDictionary(b => b.Id, StringComparer.Ordinal);
        return [.. rows.Select(r => r.ToAgent(blueprints))];
    }

    private sealed class Row : StandingRow
    {
        public required string Id { get; init; }
        public required string Name { get; init; }
        public required string Owner { get; init; }
        public long Created { get; init; }
        public long? Revoked { get; init; }
        public required string KeyId { get; init; }
        public required byte[] KeyHash { get; init; }
        public string? AccessKeyId { get; init; }
        public required string Tags { get; init; }

        // Agents of one blueprint share it, so that what is made of it is made once.
        public Agent ToAgent(Dictionary<string, Blueprint> blueprints) => new()
        {
            Id = Id,
            Name = Name,
            Owner = Owner,
            Created = SqliteTime.FromMicroseconds(Created),
            Revoked = Revoked is { } at ? SqliteTime.FromMicroseconds(at) : null,
            KeyId = KeyId,
            KeyHash = KeyHash,
            AccessKeyId = AccessKeyId,
            Tags = JsonSerializer.Deserialize<Dictionary<string, string>>(Tags)!,
            Blueprint = BlueprintId is null ? null : blueprints[BlueprintId],
            Standing = ToStanding(),
        };
    }
}
