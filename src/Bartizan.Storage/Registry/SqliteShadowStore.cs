using Bartizan.Core.Identity.Registry;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Registry;

/// <summary>Callers that are not declared, in the store's SQLite file. Not events: strangers must not be able to make the ledger grow.</summary>
internal sealed class SqliteShadowStore(StoreWriter writer, Database database) : IShadowStore
{
    /// <inheritdoc/>
    public async ValueTask AddAsync(IReadOnlyList<ShadowCaller> callers, CancellationToken cancellationToken) => await writer.RunAsync(
        scope =>
        {
            foreach (var caller in callers)
            {
                scope.Connection.Execute(
                    """
                    INSERT INTO shadow_callers (kind, mark, form, address, user_agent, dialect, first_seen, last_seen, seen)
                    VALUES (@kind, @Mark, @Form, @Address, @UserAgent, @Dialect, @first, @last, @Count)
                    ON CONFLICT (kind, mark) DO UPDATE SET form = excluded.form, address = excluded.address, user_agent = excluded.user_agent,
                        dialect = excluded.dialect, last_seen = max(last_seen, excluded.last_seen), seen = seen + excluded.seen
                    """,
                    new
                    {
                        kind = caller.Seen.Kind.ToString(),
                        caller.Seen.Mark,
                        caller.Seen.Form,
                        caller.Seen.Address,
                        caller.Seen.UserAgent,
                        caller.Seen.Dialect,
                        first = caller.First.ToMicroseconds(),
                        last = caller.Last.ToMicroseconds(),
                        caller.Count,
                    });
            }

            scope.Connection.Execute(
                """
                DELETE FROM shadow_callers WHERE (kind, mark) IN (
                    SELECT kind, mark FROM shadow_callers ORDER BY last_seen LIMIT max(0, (SELECT count(*) FROM shadow_callers) - @most))
                """,
                new { most = IShadowStore.MostCallers });
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ShadowCaller>> ListAsync(int most, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        return new([.. lease.Connection
            .Query<Row>(
                """
                SELECT kind, mark, form, address, user_agent AS UserAgent, dialect, first_seen AS FirstSeen, last_seen AS LastSeen, seen
                FROM shadow_callers ORDER BY last_seen DESC, kind, mark LIMIT @most
                """,
                new { most })
            .Select(r => r.ToCaller())]);
    }

    private sealed class Row
    {
        public required string Kind { get; init; }
        public required string Mark { get; init; }
        public required string Form { get; init; }
        public required string Address { get; init; }
        public required string UserAgent { get; init; }
        public required string Dialect { get; init; }
        public long FirstSeen { get; init; }
        public long LastSeen { get; init; }
        public long Seen { get; init; }

        public ShadowCaller ToCaller() => new(
            new(Enum.Parse<ShadowKind>(Kind), Mark, Form, Address, UserAgent, Dialect), SqliteTime.FromMicroseconds(FirstSeen), SqliteTime.FromMicroseconds(LastSeen), Seen);
    }
}
