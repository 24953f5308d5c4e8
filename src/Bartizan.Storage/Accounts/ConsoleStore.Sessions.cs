using Bartizan.Storage.Signals;
using Bartizan.Storage.Sqlite;
using Dapper;

namespace Bartizan.Storage.Accounts;

public sealed partial class ConsoleStore
{
    /// <summary>
    /// Begins a session; false when meanwhile the account was disabled or got another password, or the identity is its own no longer. Checking takes its
    /// time, and what it proved must still hold. Event: <c>console.signed-in</c>.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="passwordHash">The hash that the person was checked against; not looked at where the session has an identity.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    public ValueTask<bool> AddSessionAsync(Session session, string? passwordHash, CancellationToken cancellationToken) => _writer.RunAsync(
        scope =>
        {
            var seen = session.LastSeen.ToMicroseconds();
            var works = (session.Identity is null || Use(scope, session.Identity, session.Account, seen)) && scope.Connection.Execute(
                "UPDATE accounts SET last_seen = @seen WHERE id = @Account AND disabled IS NULL AND (@byIdentity OR password_hash IS @passwordHash)",
                new { session.Account, seen, passwordHash, byIdentity = session.Identity is not null }) > 0;
            if (works)
            {
                scope.Connection.Execute(
                    """
                    INSERT INTO sessions (token_hash, account, created, expires, last_seen, issuer, subject, sid, proven, subject_token, subject_ends)
                    VALUES (@TokenHash, @Account, @created, @expires, @seen, @Issuer, @Subject, @Sid, @proven, @given, @ends)
                    """,
                    new
                    {
                        session.TokenHash,
                        session.Account,
                        created = session.Created.ToMicroseconds(),
                        expires = session.Expires.ToMicroseconds(),
                        seen,
                        session.Identity?.Issuer,
                        session.Identity?.Subject,
                        session.Identity?.Sid,
                        proven = session.Proven?.ToMicroseconds(),
                        given = Seal(session),
                        ends = session.Subject?.Ends.ToMicroseconds(),
                    });
                Record(scope, "console.signed-in", new { account = session.Account, session.Identity?.Issuer });
            }

            return works;
        },
        cancellationToken);

    /// <summary>The session with this token hash and its account; null when it is unknown or over, or the account is disabled.</summary>
    public ValueTask<(Session Session, Account Account)?> FindSessionAsync(byte[] tokenHash, CancellationToken cancellationToken) => new(_database.Read(
        c =>
        {
            var row = c.QuerySingleOrDefault<SessionRow>(
                "SELECT token_hash AS TokenHash, account, created, expires, last_seen AS LastSeen, issuer, subject, sid, proven FROM sessions WHERE token_hash = @tokenHash AND expires > @now",
                new { tokenHash, now = _clock.GetUtcNow().ToMicroseconds() });
            var account = row is null ? null : c.QuerySingle<AccountRow>(AccountColumns + " WHERE id = @Account", new { row.Account }).ToAccount();
            return account is { Disabled: null } ? (row!.ToSession(), account) : ((Session, Account)?)null;
        },
        cancellationToken));

    /// <summary>Notes that a session was used, and with it its account. Call it once a minute at most: it is a write.</summary>
    public async ValueTask TouchSessionAsync(byte[] tokenHash, CancellationToken cancellationToken) => await _writer.RunAsync(
        scope => scope.Connection.Execute(
            """
            UPDATE sessions SET last_seen = @now WHERE token_hash = @tokenHash;
            UPDATE accounts SET last_seen = @now WHERE id = (SELECT account FROM sessions WHERE token_hash = @tokenHash)
            """,
            new { tokenHash, now = _clock.GetUtcNow().ToMicroseconds() }),
        cancellationToken);

    /// <summary>Ends a session; false when there was none. Event: <c>console.signed-out</c>.</summary>
    public ValueTask<bool> EndSessionAsync(byte[] tokenHash, CancellationToken cancellationToken) => _writer.RunAsync(
        scope =>
        {
            var account = scope.Connection.ExecuteScalar<string>("DELETE FROM sessions WHERE token_hash = @tokenHash RETURNING account", new { tokenHash });
            if (account is not null)
            {
                SignalledLevels.SessionsEnded(scope, account);
                Record(scope, "console.signed-out", new { account });
            }

            return account is not null;
        },
        cancellationToken);

    /// <summary>Ends all sessions of an account, but the one whose token hash is <paramref name="except"/>; returns how many.</summary>
    public ValueTask<int> EndSessionsAsync(string account, byte[]? except, CancellationToken cancellationToken) => _writer.RunAsync(
        scope =>
        {
            SignalledLevels.SessionsEnded(scope, account);
            return scope.Connection.Execute("DELETE FROM sessions WHERE account = @account AND (@except IS NULL OR token_hash <> @except)", new { account, except });
        },
        cancellationToken);

    /// <summary>Keeps a one-time sign-in token; the account's earlier ones end. Event: <c>console.sign-in-link-made</c>.</summary>
    /// <param name="token">The token.</param>
    /// <param name="by">Id of the account that asked for it, or <c>system</c>.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    public async ValueTask AddSignInTokenAsync(SignInToken token, string by, CancellationToken cancellationToken) => await _writer.RunAsync(
        scope =>
        {
            Record(scope, "console.sign-in-link-made", new { token.Account, token.Expires, by });
            scope.Connection.Execute("DELETE FROM sign_in_tokens WHERE account = @Account", new { token.Account });
            return scope.Connection.Execute(
                "INSERT INTO sign_in_tokens (token_hash, account, created, expires, used) VALUES (@TokenHash, @Account, @created, @expires, NULL)",
                new { token.TokenHash, token.Account, created = token.Created.ToMicroseconds(), expires = token.Expires.ToMicroseconds() });
        },
        cancellationToken);

    /// <summary>Uses up a one-time token: the token for the first caller, null for everybody after, and when it is unknown or has ended. Event: <c>console.sign-in-link-used</c>.</summary>
    public ValueTask<SignInToken?> UseSignInTokenAsync(byte[] tokenHash, CancellationToken cancellationToken) => _writer.RunAsync(
        scope =>
        {
            var now = _clock.GetUtcNow();
            var row = scope.Connection.QuerySingleOrDefault<TokenRow>(
                """
                UPDATE sign_in_tokens SET used = @now WHERE token_hash = @tokenHash AND used IS NULL AND expires > @now
                RETURNING account, created, expires
                """,
                new { tokenHash, now = now.ToMicroseconds() });
            if (row is null)
            {
                return null;
            }

            Record(scope, "console.sign-in-link-used", new { row.Account });
            return new SignInToken
            {
                TokenHash = tokenHash,
                Account = row.Account,
                Created = SqliteTime.FromMicroseconds(row.Created),
                Expires = SqliteTime.FromMicroseconds(row.Expires),
                Used = now,
            };
        },
        cancellationToken);

    /// <summary>Deletes sessions and tokens that have ended; returns how many.</summary>
    public ValueTask<int> PurgeAsync(CancellationToken cancellationToken) => _writer.RunAsync(
        scope =>
        {
            var now = _clock.GetUtcNow().ToMicroseconds();
            return scope.Connection.Execute("DELETE FROM sessions WHERE expires <= @now", new { now })
                + scope.Connection.Execute("DELETE FROM sign_in_tokens WHERE expires <= @now", new { now });
        },
        cancellationToken);

    private sealed class SessionRow
    {
        public required byte[] TokenHash { get; init; }
        public required string Account { get; init; }
        public long Created { get; init; }
        public long Expires { get; init; }
        public long LastSeen { get; init; }
        public string? Issuer { get; init; }
        public string? Subject { get; init; }
        public string? Sid { get; init; }
        public long? Proven { get; init; }

        public Session ToSession() => new()
        {
            TokenHash = TokenHash,
            Account = Account,
            Created = SqliteTime.FromMicroseconds(Created),
            Expires = SqliteTime.FromMicroseconds(Expires),
            LastSeen = SqliteTime.FromMicroseconds(LastSeen),
            Identity = Issuer is null ? null : new(Issuer, Subject!, Sid),
            Proven = Proven is { } proven ? SqliteTime.FromMicroseconds(proven) : null,
        };
    }

    private sealed class TokenRow
    {
        public string? Account { get; init; }
        public long Created { get; init; }
        public long Expires { get; init; }
    }
}
