using Bartizan.Core.Ids;
using Bartizan.Core.KillSwitches;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.KillSwitches;

/// <summary>Kill switches in the store's SQLite file. Each change is one transaction with the event that tells of it.</summary>
internal sealed class SqliteStandingStore(StoreWriter writer, Database database, IIdSource ids) : IStandingStore
{
    /// <inheritdoc/>
    public ValueTask<long> VersionAsync(CancellationToken cancellationToken) =>
        // All only grow, so that their sum changes when any does.
        Read("SELECT sum(value) FROM versions WHERE name IN ('accounts', 'agents', 'identity', 'kill_switches', 'secrets')", cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KillSwitch>> ListAsync(CancellationToken cancellationToken) => new(database.Read<IReadOnlyList<KillSwitch>>(
        c => [.. c
            .Query<Row>("SELECT kind, target, epoch, thrown, reason, by_whom AS By, at FROM kill_switches ORDER BY thrown DESC, at DESC, kind, target")
            .Select(r => r.ToSwitch())],
        cancellationToken));

    /// <inheritdoc/>
    public async ValueTask ThrowAsync(KillTarget target, string reason, string by, DateTimeOffset when, CancellationToken cancellationToken) => await writer.RunAsync(
        scope =>
        {
            // The epoch never goes back, whatever the clock does.
            scope.Connection.Execute(
                """
                INSERT INTO kill_switches (kind, target, epoch, thrown, reason, by_whom, at) VALUES (@Word, @Id, @at, 1, @reason, @by, @at)
                ON CONFLICT (kind, target) DO UPDATE
                SET epoch = max(epoch, excluded.epoch), thrown = 1, reason = excluded.reason, by_whom = excluded.by_whom, at = excluded.at
                """,
                new { target.Word, target.Id, reason, by, at = when.ToMicroseconds() });
            Changed(scope, "kill-switch.thrown", target, reason, by, when);
            return true;
        },
        cancellationToken);

    /// <summary>Within another change, lets no token count that was issued to a target up to now, without stopping the target itself.</summary>
    public static void EndUntilNow(WriteScope scope, KillTarget target, string reason, string by, DateTimeOffset now)
    {
        scope.Connection.Execute(
            """
            INSERT INTO kill_switches (kind, target, epoch, thrown, reason, by_whom, at) VALUES (@Word, @Id, @at, 0, @reason, @by, @at)
            ON CONFLICT (kind, target) DO UPDATE SET epoch = max(epoch, excluded.epoch)
            """,
            new { target.Word, target.Id, reason, by, at = now.ToMicroseconds() });
        Bump(scope);
    }

    /// <inheritdoc/>
    public ValueTask<bool> LiftAsync(KillTarget target, string reason, string by, DateTimeOffset when, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var lifted = scope.Connection.Execute(
                "UPDATE kill_switches SET thrown = 0, reason = @reason, by_whom = @by, at = @at WHERE kind = @Word AND target = @Id AND thrown = 1",
                new { target.Word, target.Id, reason, by, at = when.ToMicroseconds() });
            if (lifted > 0)
            {
                Changed(scope, "kill-switch.lifted", target, reason, by, when);
            }

            return lifted > 0;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> FollowedAsync(CancellationToken cancellationToken) => Read("SELECT value FROM versions WHERE name = 'standing_followed'", cancellationToken);

    /// <inheritdoc/>
    public async ValueTask FollowAsync(long version, CancellationToken cancellationToken) => await writer.RunAsync(
        scope => scope.Connection.Execute("UPDATE versions SET value = @version WHERE name = 'standing_followed'", new { version }) > 0,
        cancellationToken);

    private ValueTask<long> Read(string sql, CancellationToken cancellationToken) => new(database.Read(c => c.ExecuteScalar<long>(sql), cancellationToken));

    private void Changed(WriteScope scope, string kind, KillTarget target, string reason, string by, DateTimeOffset when)
    {
        Bump(scope);
        scope.Append(EventFacts.Record(ids, "identity", kind, when, new { kind = target.Word, target = target.Id, reason, by }));
    }

    private static void Bump(WriteScope scope) => scope.Connection.Execute("UPDATE versions SET value = value + 1 WHERE name = 'kill_switches'");

    private sealed class Row
    {
        public required string Kind { get; init; }
        public required string Target { get; init; }
        public long Epoch { get; init; }
        public long Thrown { get; init; }
        public required string Reason { get; init; }
        public required string By { get; init; }
        public long At { get; init; }

        public KillSwitch ToSwitch() => new(
            new KillTarget(Enum.Parse<KillKind>(Kind, ignoreCase: true), Target),
            SqliteTime.FromMicroseconds(Epoch),
            Thrown != 0,
            Reason,
            By,
            SqliteTime.FromMicroseconds(At));
    }
}
