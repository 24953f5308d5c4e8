using Bartizan.Core.Ids;
using Bartizan.Core.Tools;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Tools;

/// <summary>Tool pins in the store's SQLite file. Each change is one transaction with the event that tells of it.</summary>
internal sealed class SqliteToolPinStore(StoreWriter writer, Database database, IIdSource ids) : IToolPinStore
{
    private const string Columns =
        """
        SELECT server, name, state, reason, approved_digest AS ApprovedDigest, approved_json AS ApprovedJson, approved_by AS ApprovedBy,
               approved_at AS ApprovedAt, seen_digest AS SeenDigest, seen_json AS SeenJson, seen_at AS SeenAt
        FROM tool_pins
        """;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ToolPin>> ListAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        return new([.. lease.Connection.Query<ToolPinRow>(Columns + " ORDER BY server, name").Select(r => r.ToPin())]);
    }

    /// <inheritdoc/>
    public ValueTask<ToolPin?> FindAsync(string server, string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        return new(Find(lease.Connection, server, name));
    }

    /// <inheritdoc/>
    public ValueTask<bool> SightAsync(ToolPin? before, ToolPin after, DateTimeOffset when, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            if (Find(scope.Connection, after.Server, after.Name) != before)
            {
                return false;
            }

            Save(scope, after, before switch
            {
                null when after.State == ToolPinState.Approved => "mcp.tool-pinned",
                null => "mcp.tool-seen",
                _ => "mcp.tool-changed",
            }, after.ApprovedBy, when);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ToolPin?> ApproveAsync(string server, string name, string digest, string by, DateTimeOffset when, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            if (Find(scope.Connection, server, name) is not { } pin || pin.Seen.Digest != digest)
            {
                return null;
            }

            pin = pin with { State = ToolPinState.Approved, Reason = "", Approved = pin.Seen, ApprovedBy = by, ApprovedAt = when };
            Save(scope, pin, "mcp.tool-approved", by, when);
            return pin;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ToolPin?> SuspendAsync(string server, string name, string by, string reason, DateTimeOffset when, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            if (Find(scope.Connection, server, name) is not { } pin)
            {
                return null;
            }

            pin = pin with { State = ToolPinState.Suspended, Reason = reason };
            Save(scope, pin, "mcp.tool-suspended", by, when);
            return pin;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> VersionAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        return new(lease.Connection.ExecuteScalar<long>("SELECT value FROM versions WHERE name = 'tool_pins'"));
    }

    private static ToolPin? Find(SqliteConnection connection, string server, string name) =>
        connection.QuerySingleOrDefault<ToolPinRow>(Columns + " WHERE server = @server AND name = @name", new { server, name })?.ToPin();

    private void Save(WriteScope scope, ToolPin pin, string kind, string? by, DateTimeOffset when)
    {
        scope.Connection.Execute(
            """
            INSERT INTO tool_pins (server, name, state, reason, approved_digest, approved_json, approved_by, approved_at, seen_digest, seen_json, seen_at)
            VALUES (@Server, @Name, @State, @Reason, @ApprovedDigest, @ApprovedJson, @ApprovedBy, @ApprovedAt, @SeenDigest, @SeenJson, @SeenAt)
            ON CONFLICT (server, name) DO UPDATE SET
                state = excluded.state, reason = excluded.reason, approved_digest = excluded.approved_digest, approved_json = excluded.approved_json,
                approved_by = excluded.approved_by, approved_at = excluded.approved_at, seen_digest = excluded.seen_digest,
                seen_json = excluded.seen_json, seen_at = excluded.seen_at
            """,
            ToolPinRow.Of(pin));
        scope.Connection.Execute("UPDATE versions SET value = value + 1 WHERE name = 'tool_pins'");
        scope.Append(EventFacts.Record(ids, "gateway", kind, when, new { pin.Server, tool = pin.Name, state = pin.State.ToString(), pin.Reason, approved = pin.Approved?.Digest, seen = pin.Seen.Digest, by }));
    }
}
