using Bartizan.Core.Signals;
using Bartizan.Storage.Identity;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Signals;

/// <summary>
/// Levels that providers signalled of people. What speaks against somebody stays until the provider takes it back; what speaks for them counts while a session
/// by that provider lasts that was there when it was signalled, so that nobody gets rid of the one by signing out, or keeps the other.
/// </summary>
internal static class SignalledLevels
{
    private const int Most = 100;

    /// <summary>Keeps a level of people, unless a later one is known, and tells gateways; whether it did so for any of them.</summary>
    /// <param name="scope">The transaction.</param>
    /// <param name="people">Ids of their accounts.</param>
    /// <param name="issuer">The provider.</param>
    /// <param name="level">The level.</param>
    /// <param name="issued">When it was signalled.</param>
    /// <param name="now">What time it is.</param>
    public static bool Keep(WriteScope scope, IReadOnlyList<string> people, string issuer, SignalledLevel level, DateTimeOffset issued, DateTimeOffset now)
    {
        var kept = 0;
        foreach (var account in people)
        {
            // However many devices a transmitter knows of somebody: what speaks for them has an end.
            kept += scope.Connection.Execute(
                """
                INSERT INTO signalled_levels (account, issuer, kind, scope, value, issued, received)
                SELECT @account, @issuer, @kind, @Scope, @Value, @issued, @now
                WHERE @IsAgainst OR (SELECT count(*) FROM signalled_levels WHERE account = @account AND NOT (issuer = @issuer AND kind = @kind AND scope = @Scope)) < @Most
                ON CONFLICT (account, issuer, kind, scope) DO UPDATE SET value = excluded.value, issued = excluded.issued, received = excluded.received WHERE excluded.issued >= issued
                """,
                new { account, issuer, kind = WordOf(level.Kind), level.Scope, level.Value, issued = issued.ToMicroseconds(), now = now.ToMicroseconds(), level.IsAgainst, Most });
        }

        if (kept > 0)
        {
            SqliteIdentityStore.Bump(scope);
        }

        return kept > 0;
    }

    /// <summary>Tells gateways that sessions of an account ended, with which some of its levels end.</summary>
    public static void SessionsEnded(WriteScope scope, string account)
    {
        if (scope.Connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM signalled_levels WHERE account = @account)", new { account }))
        {
            SqliteIdentityStore.Bump(scope);
        }
    }

    /// <summary>The levels that count, by account.</summary>
    public static ILookup<string, SignalledLevel> Read(SqliteConnection connection) => connection
        .Query<Row>(
            """
            SELECT l.account, l.kind, l.scope, l.value,
                (SELECT max(s.expires) FROM sessions s WHERE s.account = l.account AND s.issuer = l.issuer AND s.created <= l.received) AS Until
            FROM signalled_levels l ORDER BY l.account, l.kind, l.scope
            """)
        .Select(r => (r.Account, Level: new SignalledLevel(Enum.Parse<LevelKind>(r.Kind, ignoreCase: true), r.Scope, r.Value), r.Until))
        .Where(r => r.Level.IsAgainst || r.Until is not null)
        .ToLookup(r => r.Account, r => r.Level.IsAgainst ? r.Level : r.Level with { Until = SqliteTime.FromMicroseconds(r.Until!.Value) }, StringComparer.Ordinal);

    private static string WordOf(LevelKind kind) => kind.ToString().ToLowerInvariant();

    private sealed class Row
    {
        public required string Account { get; init; }
        public required string Kind { get; init; }
        public required string Scope { get; init; }
        public required string Value { get; init; }
        public long? Until { get; init; }
    }
}
