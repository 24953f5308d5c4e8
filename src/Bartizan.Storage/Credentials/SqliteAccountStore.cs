using System.Globalization;
using Bartizan.Core.Content;
using Bartizan.Core.Credentials;
using Bartizan.Core.Ids;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Credentials;

/// <summary>
/// People's connections in the store's SQLite file. Tokens are sealed for account, server, authorization server and version, so that nobody who can write to
/// the file can give one person's to another, or bring an old one back.
/// </summary>
internal sealed class SqliteAccountStore(StoreWriter writer, Database database, IContentProtector content, IIdSource ids) : IAccountStore
{
    private const string Tokens = "credentials.account";
    private const string Verifier = "credentials.connecting";
    private const string Columns = "SELECT account, server, issuer, version, tokens, ends, renews, scopes, connected, problem FROM account_connections ";

    // A token has no line break in it.
    private const char Between = '\n';

    /// <inheritdoc/>
    public async ValueTask BeginAsync(AccountConnecting connecting, DateTimeOffset now, CancellationToken cancellationToken) => await writer.RunAsync(
        scope =>
        {
            scope.Connection.Execute(
                "DELETE FROM account_connecting WHERE expires <= @now OR (account = @Account AND server = @Server)", new { now = now.ToMicroseconds(), connecting.Account, connecting.Server });
            return scope.Connection.Execute(
                "INSERT INTO account_connecting (state_hash, account, session_hash, server, issuer, verifier, expires) VALUES (@StateHash, @Account, @SessionHash, @Server, @Issuer, @text, @expires)",
                new
                {
                    connecting.StateHash,
                    connecting.Account,
                    connecting.SessionHash,
                    connecting.Server,
                    connecting.Issuer,
                    text = content.Seal(Verifier, Convert.ToHexStringLower(connecting.StateHash), connecting.Verifier),
                    expires = connecting.Expires.ToMicroseconds(),
                });
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AccountConnecting?> TakeAsync(byte[] stateHash, DateTimeOffset now, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var row = scope.Connection.QuerySingleOrDefault<ConnectingRow>(
                "DELETE FROM account_connecting WHERE state_hash = @stateHash RETURNING account, session_hash AS SessionHash, server, issuer, verifier, expires", new { stateHash });
            return row is null || row.Expires <= now.ToMicroseconds() || content.Unseal(Verifier, Convert.ToHexStringLower(stateHash), row.Verifier) is not { } verifier
                ? null
                : new AccountConnecting(stateHash, row.Account, row.SessionHash, row.Server, row.Issuer, verifier, SqliteTime.FromMicroseconds(row.Expires));
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask ConnectAsync(string account, string server, string issuer, GivenTokens tokens, DateTimeOffset now, CancellationToken cancellationToken) => await writer.RunAsync(
        scope =>
        {
            // Versions are counted on, so that what was sealed for the connection before does not open.
            var version = 1 + scope.Connection.ExecuteScalar<int>("SELECT coalesce(max(version), 0) FROM account_connections WHERE account = @account AND server = @server", new { account, server });
            scope.Connection.Execute(
                """
                INSERT INTO account_connections (account, server, issuer, version, tokens, ends, renews, scopes, connected, problem)
                VALUES (@account, @server, @issuer, @version, @text, @ends, @renews, @Scopes, @at, NULL)
                ON CONFLICT (account, server) DO UPDATE SET issuer = excluded.issuer, version = excluded.version, tokens = excluded.tokens, ends = excluded.ends,
                    renews = excluded.renews, scopes = excluded.scopes, connected = excluded.connected, problem = NULL
                """,
                Values(account, server, issuer, version, tokens, now));
            Tell(scope, "account.connected", now, new { account, server, issuer, scopes = tokens.Scopes, ends = tokens.Ends, renews = tokens.Refresh is not null });
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> RenewAsync(AccountConnection from, GivenTokens tokens, DateTimeOffset now, CancellationToken cancellationToken) => writer.RunAsync(
        scope => scope.Connection.Execute(
            """
            UPDATE account_connections SET version = @version, tokens = @text, ends = @ends, renews = @renews, scopes = @Scopes
            WHERE account = @account AND server = @server AND version = @version - 1 AND problem IS NULL
            """,
            Values(from.Account, from.Server, from.Issuer, from.Version + 1, tokens, now)) > 0,
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> FailAsync(AccountConnection from, string problem, DateTimeOffset now, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var failed = scope.Connection.Execute(
                "UPDATE account_connections SET problem = @problem, tokens = '', ends = NULL, renews = 0 WHERE account = @Account AND server = @Server AND version = @Version AND problem IS NULL",
                new { problem, from.Account, from.Server, from.Version }) > 0;
            if (failed)
            {
                Tell(scope, "account.needs-reauthorization", now, new { account = from.Account, server = from.Server, problem });
            }

            return failed;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AccountConnection?> RemoveAsync(string account, string server, DateTimeOffset now, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var row = scope.Connection.QuerySingleOrDefault<Row>(Columns + "WHERE account = @account AND server = @server", new { account, server });
            if (row is null)
            {
                return null;
            }

            scope.Connection.Execute("DELETE FROM account_connections WHERE account = @account AND server = @server", new { account, server });
            Tell(scope, "account.disconnected", now, new { account, server });
            return Open(row);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AccountConnection?> FindAsync(string account, string server, CancellationToken cancellationToken) => new(database.Read(
        c => c.QuerySingleOrDefault<Row>(Columns + "WHERE account = @account AND server = @server", new { account, server }) is { } row ? Open(row) : null, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AccountConnection>> ListAsync(string account, CancellationToken cancellationToken) => new(database.Read<IReadOnlyList<AccountConnection>>(
        c => [.. c.Query<Row>(Columns + "WHERE account = @account ORDER BY server", new { account }).Select(Open)], cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AccountConnection>> EndingAsync(DateTimeOffset by, CancellationToken cancellationToken) => new(database.Read<IReadOnlyList<AccountConnection>>(
        c => [.. c.Query<Row>(Columns + "WHERE ends <= @by AND renews = 1 AND problem IS NULL AND account NOT IN (SELECT id FROM accounts WHERE disabled IS NOT NULL) ORDER BY ends LIMIT 1000", new { by = by.ToMicroseconds() }).Select(Open)], cancellationToken));

    private object Values(string account, string server, string issuer, int version, GivenTokens tokens, DateTimeOffset now) => new
    {
        account,
        server,
        issuer,
        version,
        text = content.Seal(Tokens, Place(account, server, issuer, version), tokens.Access + Between + tokens.Refresh),
        ends = tokens.Ends?.ToMicroseconds(),
        renews = tokens.Refresh is null ? 0 : 1,
        tokens.Scopes,
        at = now.ToMicroseconds(),
    };

    private AccountConnection Open(Row row)
    {
        var text = row.Problem is null ? content.Unseal(Tokens, Place(row.Account, row.Server, row.Issuer, row.Version), row.Tokens) : null;
        var tokens = text?.Split(Between) is [var access, var refresh]
            ? new GivenTokens(access, refresh.Length == 0 ? null : refresh, row.Ends is { } ends ? SqliteTime.FromMicroseconds(ends) : null, row.Scopes)
            : null;
        return new(row.Account, row.Server, row.Issuer, row.Version, tokens, SqliteTime.FromMicroseconds(row.Connected), row.Problem ?? (tokens is null ? "What was kept of it does not open." : null));
    }

    private void Tell(WriteScope scope, string kind, DateTimeOffset when, object fact) => scope.Append(EventFacts.Record(ids, "identity", kind, when, fact));

    // Accounts and servers have no line break in their names, nor has an address.
    private static string Place(string account, string server, string issuer, int version) => string.Create(CultureInfo.InvariantCulture, $"{account}\n{server}\n{issuer}\n{version}");

    private sealed class Row
    {
        public required string Account { get; init; }
        public required string Server { get; init; }
        public required string Issuer { get; init; }
        public int Version { get; init; }
        public required string Tokens { get; init; }
        public long? Ends { get; init; }
        public required string Scopes { get; init; }
        public long Connected { get; init; }
        public string? Problem { get; init; }
    }

    private sealed class ConnectingRow
    {
        public required string Account { get; init; }
        public required byte[] SessionHash { get; init; }
        public required string Server { get; init; }
        public required string Issuer { get; init; }
        public required string Verifier { get; init; }
        public long Expires { get; init; }
    }
}
