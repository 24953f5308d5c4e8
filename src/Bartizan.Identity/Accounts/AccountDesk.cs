using System.Security.Cryptography;
using Bartizan.Core.Credentials;
using Bartizan.Identity.Outbound;

namespace Bartizan.Identity.Accounts;

/// <summary>How a person stands with a server that asks for an account.</summary>
/// <param name="Server">The server.</param>
/// <param name="Issuer">The authorization server, as far as it is known before one connects.</param>
/// <param name="State">Connected, needs to connect again, or not connected.</param>
/// <param name="Since">When the person connected; null when not connected.</param>
/// <param name="Scopes">What the token may be used for, as its server says.</param>
/// <param name="Problem">Why the person must, or may, connect again.</param>
public sealed record ConnectedAccount(AccountServer Server, string Issuer, ConnectionState State, DateTimeOffset? Since, string Scopes, string? Problem);

/// <summary>Where people connect accounts and take that back. The console puts pages before it.</summary>
public sealed class AccountDesk
{
    /// <summary>How long a person may take at the other server.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private const int LongestAnswer = 4_096;

    private readonly IAccountStore _store;
    private readonly IAccountServers _servers;
    private readonly OutsideServers _outside;
    private readonly OutsideClients _clients;
    private readonly ServerDiscovery _discovery;
    private readonly TimeProvider _clock;
    private readonly string _redirect;

    internal AccountDesk(IAccountStore store, IAccountServers servers, OutsideServers outside, OutsideClients clients, ClientDocument document, TimeProvider clock)
    {
        (_store, _servers, _outside, _clients, _clock, _redirect) = (store, servers, outside, clients, clock, document.Redirect);
        _discovery = new(outside);
    }

    /// <summary>All servers that ask for an account, and how a person stands with each.</summary>
    public async ValueTask<IReadOnlyList<ConnectedAccount>> ListAsync(string account, CancellationToken cancellationToken)
    {
        var connections = await _store.ListAsync(account, cancellationToken);
        return [.. Asking.Select(server => connections.FirstOrDefault(c => c.Server == server.Name && server.Fits(c.Terms)) is { } connection
            ? new ConnectedAccount(server, connection.Terms.Issuer, StateOf(connection), connection.Connected, connection.Tokens?.Scopes ?? "", connection.Problem ?? MoreOf(connection))
            : new ConnectedAccount(server, server.Issuer ?? server.Address.AbsoluteUri, ConnectionState.NotConnected, null, "", null))];
    }

    /// <summary>Begins to connect; returns where the person's browser goes, or null when there is no such server or its authorization server cannot be reached.</summary>
    /// <param name="account">The person's account.</param>
    /// <param name="session">The token of the person's session, in which the answer must come back.</param>
    /// <param name="name">The server's name.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<Uri?> BeginAsync(string account, string session, string name, CancellationToken cancellationToken)
    {
        if (Find(name) is not { } server
            || await _discovery.FindAsync(server, cancellationToken) is not var (issuer, found)
            || issuer.Authorization is not { } place
            || await _clients.FindAsync(server, issuer, register: true, cancellationToken) is not { } client)
        {
            return null;
        }

        var terms = await WithBeforeAsync(server, account, found, cancellationToken);
        var (state, verifier, now) = (Unguessable.New(), Unguessable.New(), _clock.GetUtcNow());
        var key = OutsideServer.Binds(server, issuer) ? ProofKey.New() : null;
        await _store.BeginAsync(new AccountConnecting(Unguessable.HashOf(state), account, Unguessable.HashOf(session), server.Name, terms, verifier, now + Patience, key), now, cancellationToken);
        (string, string)[] scopes = terms.Scopes.Length > 0 ? [("scope", terms.Scopes)] : [];
        // RFC 9449 section 10: the code, too, is good for the key's owner alone.
        (string, string)[] bound = key is not null ? [("dpop_jkt", new ProofKey(key, _clock).Thumbprint)] : [];
        return BrowserAddress.Authorization(place, client.Id, _redirect, state, verifier, [("resource", terms.Resource), .. scopes, .. bound]);
    }

    /// <summary>Takes what came back, once; returns the server's name when the person is connected now, else null.</summary>
    /// <param name="account">The person's account.</param>
    /// <param name="session">The token of the person's session.</param>
    /// <param name="answer">What the browser brought.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<string?> CompleteAsync(string account, string session, AuthorizationAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.State.Length is 0 or > LongestAnswer || answer.Code is { Length: > LongestAnswer })
        {
            return null;
        }

        // Taken out whatever comes of it: nothing that was tried once can be tried again.
        if (await _store.TakeAsync(Unguessable.HashOf(answer.State), _clock.GetUtcNow(), cancellationToken) is not { } begun
            || begun.Account != account
            || !CryptographicOperations.FixedTimeEquals(begun.SessionHash, Unguessable.HashOf(session))
            || answer.Code is not { Length: > 0 } code
            || Find(begun.Server) is not { } server
            || !server.Fits(begun.Terms)
            || await _outside.Of(server).FindAsync(begun.Terms.Issuer, cancellationToken) is not { } issuer
            || await _clients.FindAsync(server, issuer, register: false, cancellationToken) is not { } client)
        {
            return null;
        }

        // Who answers must be who was asked (RFC 9207 section 2.4).
        if (answer.Issuer is null ? issuer.NamesItself : answer.Issuer != issuer.Issuer)
        {
            return null;
        }

        // From here on the person's leaving changes nothing: the code is used up.
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = _redirect,
            ["code_verifier"] = begun.Verifier,
            ["resource"] = begun.Terms.Resource,
        };
        var given = await _outside.Of(server).AskAsync(issuer, client, form, begun.Key, server.Dpop == TokenBinding.Required, CancellationToken.None);
        if (given.Tokens is not { } tokens)
        {
            if (given.Unknown)
            {
                await _clients.UnknownAsync(server, issuer, client);
            }

            return null;
        }

        await _store.ConnectAsync(account, server.Name, begun.Terms, tokens, _clock.GetUtcNow(), CancellationToken.None);
        return server.Name;
    }

    /// <summary>Forgets a connection at once, and asks the other server to do so too where it offers that (RFC 7009); false when there is none.</summary>
    public async ValueTask<bool> DisconnectAsync(string account, string name, CancellationToken cancellationToken)
    {
        if (await _store.RemoveAsync(account, name, _clock.GetUtcNow(), cancellationToken) is not { } connection)
        {
            return false;
        }

        if (connection.Tokens is { } tokens
            && Find(name) is { } server
            && server.Fits(connection.Terms)
            && await _outside.Of(server).FindAsync(connection.Terms.Issuer, CancellationToken.None) is { } issuer
            && await _clients.FindAsync(server, issuer, register: false, CancellationToken.None) is { } client)
        {
            if (tokens.Refresh is { } refresh)
            {
                await _outside.Of(server).RevokeAsync(issuer, client, refresh, "refresh_token", CancellationToken.None);
            }

            await _outside.Of(server).RevokeAsync(issuer, client, tokens.Access, "access_token", CancellationToken.None);
        }

        return true;
    }

    private IEnumerable<AccountServer> Asking => _servers.All.Where(s => s.Grant == AccountGrant.AuthorizationCode);

    private AccountServer? Find(string name) => Asking.FirstOrDefault(s => s.Name == name);

    // What the person allowed before is asked for again with what the server wants now, else more in one place would be less in another (MCP, step-up authorization).
    private async ValueTask<AccountTerms> WithBeforeAsync(AccountServer server, string account, AccountTerms terms, CancellationToken cancellationToken)
    {
        var before = server.Scopes.Count > 0 ? null : await _store.FindAsync(account, server.Name, cancellationToken);
        return before is null || before.Terms.Issuer != terms.Issuer || !server.Fits(before.Terms) || before.Wanted.Length == 0
            ? terms
            : terms with { Scopes = string.Join(' ', $"{terms.Scopes} {before.Terms.Scopes} {before.Wanted}".Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)) };
    }

    private static ConnectionState StateOf(AccountConnection connection) =>
        connection.Problem is null && connection.Wanted.Length == 0 ? ConnectionState.Connected : ConnectionState.NeedsReauthorization;

    private static string? MoreOf(AccountConnection connection) =>
        connection.Wanted.Length == 0 ? null : $"The server asks for more than it was given: {connection.Wanted}. Connect again to allow it; what was allowed goes on.";
}

/// <summary>What a browser brings back from an authorization server.</summary>
/// <param name="State">What went along.</param>
/// <param name="Code">The code; null when the person did not allow it.</param>
/// <param name="Issuer">Who answers, where that is said.</param>
public sealed record AuthorizationAnswer(string State, string? Code, string? Issuer);
