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
    private const string Client = "credentials.client";
    private const string Columns = "SELECT account, server, issuer, resource, address, asked, wanted, version, tokens, ends, renews, scopes, connected, problem FROM account_connections ";
    private const string ClientColumns = "SELECT issuer, redirect, client_id AS ClientId, secret, in_form AS InForm, expires FROM account_clients WHERE issuer = @issuer AND (expires IS NULL OR expires > @now)";

    // A token has no line break in it.
    private const char Between = '\n';

    /// <inheritdoc/>
    public async ValueTask BeginAsync(AccountConnecting connecting, DateTimeOffset now, CancellationToken cancellationToken) => await writer.RunAsync(
        scope =>
        {
            scope.Connection.Execute(
                "DELETE FROM account_connecting WHERE expires <= @now OR (account = @Account AND server = @Server)", new { now = now.ToMicroseconds(), connecting.Account, connecting.Server });
            return scope.Connection.Execute(
                """
                INSERT INTO account_connecting (state_hash, account, session_hash, server, issuer, resource, address, asked, verifier, expires)
                VALUES (@StateHash, @Account, @SessionHash, @Server, @Issuer, @Resource, @Address, @Scopes, @text, @expires)
                """,
                new
                {
                    connecting.StateHash,
                    connecting.Account,
                    connecting.SessionHash,
                    connecting.Server,
                    connecting.Terms.Issuer,
                    connecting.Terms.Resource,
                    connecting.Terms.Address,
                    connecting.Terms.Scopes,
                    text = content.Seal(Verifier, Convert.ToHexStringLower(connecting.StateHash), WithKey(connecting.Verifier, connecting.Key)),
                    expires = connecting.Expires.ToMicroseconds(),
                });
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AccountConnecting?> TakeAsync(byte[] stateHash, DateTimeOffset now, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var row = scope.Connection.QuerySingleOrDefault<ConnectingRow>(
                "DELETE FROM account_connecting WHERE state_hash = @stateHash RETURNING account, session_hash AS SessionHash, server, issuer, resource, address, asked, verifier, expires", new { stateHash });
            return row is null || row.Expires <= now.ToMicroseconds() || content.Unseal(Verifier, Convert.ToHexStringLower(stateHash), row.Verifier)?.Split(Between) is not [var verifier, .. var key]
                ? null
                : new AccountConnecting(stateHash, row.Account, row.SessionHash, row.Server, new(row.Issuer, row.Resource, row.Address, row.Asked), verifier, SqliteTime.FromMicroseconds(row.Expires), KeyOf(key));
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask ConnectAsync(string account, string server, AccountTerms terms, GivenTokens tokens, DateTimeOffset now, CancellationToken cancellationToken) => await writer.RunAsync(
        scope =>
        {
            // Versions are counted on, so that what was sealed for the connection before does not open.
            var version = 1 + scope.Connection.ExecuteScalar<int>("SELECT coalesce(max(version), 0) FROM account_connections WHERE account = @account AND server = @server", new { account, server });
            scope.Connection.Execute(
                """
                INSERT INTO account_connections (account, server, issuer, resource, address, asked, wanted, version, tokens, ends, renews, scopes, connected, problem)
                VALUES (@account, @server, @Issuer, @Resource, @Address, @asked, '', @version, @text, @ends, @renews, @Scopes, @at, NULL)
                ON CONFLICT (account, server) DO UPDATE SET issuer = excluded.issuer, resource = excluded.resource, address = excluded.address, asked = excluded.asked, wanted = '',
                    version = excluded.version, tokens = excluded.tokens, ends = excluded.ends, renews = excluded.renews, scopes = excluded.scopes, connected = excluded.connected, problem = NULL
                """,
                Values(account, server, terms, version, tokens, now));
            Tell(scope, "account.connected", now, new { account, server, issuer = terms.Issuer, scopes = tokens.Scopes, ends = tokens.Ends, renews = tokens.Refresh is not null, bound = tokens.Key is not null });
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
            Values(from.Account, from.Server, from.Terms, from.Version + 1, tokens, now)) > 0,
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
    public async ValueTask ExchangedAsync(string? account, string server, string issuer, string provider, DateTimeOffset now, CancellationToken cancellationToken) => await writer.RunAsync(
        scope =>
        {
            Tell(scope, "account.exchanged", now, new { account, server, issuer, provider });
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AccountConnection>> EndingAsync(DateTimeOffset by, CancellationToken cancellationToken) => new(database.Read<IReadOnlyList<AccountConnection>>(
        c => [.. c.Query<Row>(Columns + "WHERE ends <= @by AND renews = 1 AND problem IS NULL AND account NOT IN (SELECT id FROM accounts WHERE disabled IS NOT NULL) ORDER BY ends LIMIT 1000", new { by = by.ToMicroseconds() }).Select(Open)], cancellationToken));

    /// <inheritdoc/>
    public ValueTask<bool> WantAsync(AccountConnection from, string scopes, DateTimeOffset now, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var wanted = scope.Connection.Execute(
                "UPDATE account_connections SET wanted = @scopes WHERE account = @Account AND server = @Server AND version = @Version AND problem IS NULL AND wanted <> @scopes",
                new { scopes, from.Account, from.Server, from.Version }) > 0;
            if (wanted)
            {
                Tell(scope, "account.needs-more", now, new { account = from.Account, server = from.Server, scopes });
            }

            return wanted;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RegisteredClient?> FindClientAsync(string issuer, DateTimeOffset now, CancellationToken cancellationToken) => new(database.Read(
        c => c.QuerySingleOrDefault<ClientRow>(ClientColumns, new { issuer, now = now.ToMicroseconds() }) is { } row ? Open(row) : null, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<RegisteredClient> KeepClientAsync(RegisteredClient client, DateTimeOffset now, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var known = scope.Connection.QuerySingleOrDefault<ClientRow>(ClientColumns, new { issuer = client.Issuer, now = now.ToMicroseconds() });
            if (known is not null && known.Redirect == client.Redirect && Open(known) is { } counts)
            {
                return counts;
            }

            scope.Connection.Execute(
                "INSERT OR REPLACE INTO account_clients (issuer, redirect, client_id, secret, in_form, expires, created) VALUES (@Issuer, @Redirect, @ClientId, @text, @form, @ends, @at)",
                new
                {
                    client.Issuer,
                    client.Redirect,
                    client.ClientId,
                    text = client.Secret is { } secret ? content.Seal(Client, Place(client.Issuer, client.ClientId), secret) : "",
                    form = client.InForm ? 1 : 0,
                    ends = client.Expires?.ToMicroseconds(),
                    at = now.ToMicroseconds(),
                });
            Tell(scope, "account.registered", now, new { issuer = client.Issuer, client = client.ClientId, redirect = client.Redirect });
            return client;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask ForgetClientAsync(string issuer, string clientId, DateTimeOffset now, CancellationToken cancellationToken) => await writer.RunAsync(
        scope =>
        {
            var gone = scope.Connection.Execute("DELETE FROM account_clients WHERE issuer = @issuer AND client_id = @clientId", new { issuer, clientId }) > 0;
            if (gone)
            {
                Tell(scope, "account.unregistered", now, new { issuer, client = clientId });
            }

            return gone;
        },
        cancellationToken);

    private RegisteredClient? Open(ClientRow row)
    {
        var secret = row.Secret.Length == 0 ? null : content.Unseal(Client, Place(row.Issuer, row.ClientId), row.Secret);
        return secret is null && row.Secret.Length > 0
            ? null
            : new(row.Issuer, row.Redirect, row.ClientId, secret, row.InForm == 1, row.Expires is { } ends ? SqliteTime.FromMicroseconds(ends) : null);
    }

    private object Values(string account, string server, AccountTerms terms, int version, GivenTokens tokens, DateTimeOffset now) => new
    {
        account,
        server,
        terms.Issuer,
        terms.Resource,
        terms.Address,
        asked = terms.Scopes,
        version,
        text = content.Seal(Tokens, Place(account, server, terms, version), WithKey(tokens.Access + Between + tokens.Refresh, tokens.Key)),
        ends = tokens.Ends?.ToMicroseconds(),
        renews = tokens.Refresh is null ? 0 : 1,
        tokens.Scopes,
        at = now.ToMicroseconds(),
    };

    private AccountConnection Open(Row row)
    {
        var terms = new AccountTerms(row.Issuer, row.Resource, row.Address, row.Asked);
        var text = row.Problem is null ? content.Unseal(Tokens, Place(row.Account, row.Server, terms, row.Version), row.Tokens) : null;
        var tokens = text?.Split(Between) is [var access, var refresh, .. var key]
            ? new GivenTokens(access, refresh.Length == 0 ? null : refresh, row.Ends is { } ends ? SqliteTime.FromMicroseconds(ends) : null, row.Scopes, KeyOf(key))
            : null;
        return new(row.Account, row.Server, terms, row.Version, tokens, SqliteTime.FromMicroseconds(row.Connected), row.Problem ?? (tokens is null ? "What was kept of it does not open." : null), row.Wanted);
    }

    // Sealed with what is bound to it: neither is of use without the other, and neither can be exchanged alone.
    private static string WithKey(string text, byte[]? key) => key is null ? text : text + Between + Convert.ToBase64String(key);

    private static byte[]? KeyOf(string[] rest) => rest is [var key] ? Convert.FromBase64String(key) : null;

    private void Tell(WriteScope scope, string kind, DateTimeOffset when, object fact) => scope.Append(EventFacts.Record(ids, "identity", kind, when, fact));

    // Accounts and servers have no line break in their names, nor has an address. Connections from before addresses were kept have none.
    private static string Place(string account, string server, AccountTerms terms, int version) =>
        string.Create(CultureInfo.InvariantCulture, $"{account}\n{server}\n{terms.Issuer}\n{version}") + (terms.Address.Length == 0 ? "" : "\n" + terms.Address);

    private static string Place(string issuer, string client) => $"{issuer}\n{client}";

    private sealed class Row
    {
        public required string Account { get; init; }
        public required string Server { get; init; }
        public required string Issuer { get; init; }
        public required string Resource { get; init; }
        public required string Address { get; init; }
        public required string Asked { get; init; }
        public int Version { get; init; }
        public required string Tokens { get; init; }
        public long? Ends { get; init; }
        public required string Scopes { get; init; }
        public long Connected { get; init; }
        public string? Problem { get; init; }
        public required string Wanted { get; init; }
    }

    private sealed class ClientRow
    {
        public required string Issuer { get; init; }
        public required string Redirect { get; init; }
        public required string ClientId { get; init; }
        public required string Secret { get; init; }
        public long InForm { get; init; }
        public long? Expires { get; init; }
    }

    private sealed class ConnectingRow
    {
        public required string Account { get; init; }
        public required byte[] SessionHash { get; init; }
        public required string Server { get; init; }
        public required string Issuer { get; init; }
        public required string Resource { get; init; }
        public required string Address { get; init; }
        public required string Asked { get; init; }
        public required string Verifier { get; init; }
        public long Expires { get; init; }
    }
}
