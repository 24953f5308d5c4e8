using System.Text.Json;
using Bartizan.Core.Identity;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;
using Dapper;

namespace Bartizan.Storage.Identity;

/// <summary>Clients that nobody here registered.</summary>
internal sealed partial class SqliteIdentityStore
{
    private const int MostStrangers = 1_000;
    private const string OutsideColumns = "SELECT id, agent, metadata FROM outside_clients";

    private static readonly TimeSpan StrangersStay = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public ValueTask<OutsideClient?> FindOutsideAsync(string id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        return new(lease.Connection.QuerySingleOrDefault<OutsideRow>(OutsideColumns + " WHERE id = @id", new { id })?.ToClient());
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<OutsideClient>> OutsideAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        return new([.. lease.Connection.Query<OutsideRow>(OutsideColumns + " WHERE agent IS NOT NULL").Select(r => r.ToClient())]);
    }

    /// <inheritdoc/>
    public ValueTask<bool> SetOutsideAsync(string id, OutsideMetadata metadata, DateTimeOffset now, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var text = JsonSerializer.Serialize(metadata, EventFacts.Options);
            scope.Connection.Execute("DELETE FROM outside_clients WHERE agent IS NULL AND created < @over", new { over = (now - StrangersStay).ToMicroseconds() });
            if (scope.Connection.ExecuteScalar<long>("SELECT count(*) FROM outside_clients WHERE id = @id AND agent IS NOT NULL AND metadata <> @text", new { id, text }) > 0)
            {
                Changed(scope, "identity.client-changed", now, new { client = id, metadata });
            }

            return scope.Connection.Execute(
                """
                INSERT INTO outside_clients (id, agent, metadata, created)
                SELECT @id, NULL, @text, @created WHERE (SELECT count(*) FROM outside_clients WHERE agent IS NULL) < @MostStrangers OR EXISTS (SELECT 1 FROM outside_clients WHERE id = @id)
                ON CONFLICT (id) DO UPDATE SET metadata = excluded.metadata
                """,
                new { id, text, created = now.ToMicroseconds(), MostStrangers }) > 0;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> AdoptAsync(string id, AgentClient client, string by, DateTimeOffset now, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var adopted = scope.Connection.Execute("UPDATE outside_clients SET agent = @agent WHERE id = @id AND agent IS NULL", new { id, agent = client.Agent }) > 0 && Set(scope, client, now);
            if (adopted)
            {
                Changed(scope, "identity.client-adopted", now, new { client = id, client.Agent, by });
            }

            return adopted;
        },
        cancellationToken);

    private sealed class OutsideRow
    {
        public required string Id { get; init; }
        public string? Agent { get; init; }
        public required string Metadata { get; init; }

        public OutsideClient ToClient() => new(Id, Agent, JsonSerializer.Deserialize<OutsideMetadata>(Metadata, EventFacts.Options)!);
    }
}
