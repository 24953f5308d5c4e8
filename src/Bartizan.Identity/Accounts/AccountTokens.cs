using System.Collections.Concurrent;
using Bartizan.Core.Credentials;
using Bartizan.Core.Identity;
using Bartizan.Identity.Outbound;

namespace Bartizan.Identity.Accounts;

/// <summary>
/// Hands out people's tokens and renews them: before they end, or when the server refused one. Of one connection one renewal is under way at a time, whoever
/// waits for it, because a refresh token may be good once.
/// </summary>
internal sealed class AccountTokens(IAccountStore store, IAccountServers servers, OutsideServers outside, OutsideClients clients, IdentityExchange exchange, TimeProvider clock) : IAccountTokens
{
    /// <summary>A token that ends sooner is renewed before it is used.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(15);

    private const string NoRenewal = "Its token has ended, and the server gave nothing to renew it with.";
    private const string Unbound = "Its token is not bound to a key, as is asked for here now.";
    private const string Refused = "The server refuses to renew its token: it was taken back there, or has ended.";

    private static readonly TimeSpan RefusedAgain = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Account, string Server), Lazy<Task<AccountToken>>> _renewing = new();
    private readonly ConcurrentDictionary<(string Account, string Server), (int Version, DateTimeOffset At)> _refused = new();

    private readonly OwnTokens _own = new(servers, store, outside, clients, exchange, clock);

    /// <inheritdoc/>
    public async ValueTask<AccountToken> FindAsync(Person? person, string server, CancellationToken cancellationToken)
    {
        if (person is null || _own.IsFor(server))
        {
            return await _own.FindAsync(person, server, cancellationToken);
        }

        if (await store.FindAsync(person.Id, server, cancellationToken) is not { } connection || Configured(connection) is null)
        {
            return new(ConnectionState.NotConnected, null, 0);
        }

        if (connection.Problem is not null || connection.Tokens is not { } tokens)
        {
            return new(ConnectionState.NeedsReauthorization, null, connection.Version);
        }

        var refused = _refused.TryGetValue((person.Id, server), out var last) && last.Version == connection.Version;
        return refused || tokens.Ends - Margin <= clock.GetUtcNow() || LacksKey(connection, tokens)
            ? await RenewAsync(connection, cancellationToken)
            : Shown(tokens, connection.Version);
    }

    /// <inheritdoc/>
    public ValueTask RefusedAsync(Person? person, string server, AccountToken token, CancellationToken cancellationToken)
    {
        if (person is null || _own.IsFor(server))
        {
            _own.Refused(person, server, token);
            return ValueTask.CompletedTask;
        }

        // A server that refuses everything must not have the other one asked for a new token with every call.
        var now = clock.GetUtcNow();
        _refused.AddOrUpdate((person.Id, server), (token.Version, now), (_, last) => now - last.At < RefusedAgain ? last : (token.Version, now));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> InsufficientAsync(Person? person, string server, AccountToken token, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
    {
        // Where configuration says what people are asked for, no server widens it. What was asked for once and not given is not asked for again and again.
        if (person is null
            || scopes.Count == 0
            || await store.FindAsync(person.Id, server, cancellationToken) is not { Problem: null } connection
            || Configured(connection) is not { Scopes.Count: 0 }
            || connection.Version != token.Version
            || scopes.Except(connection.Terms.Scopes.Split(' '), StringComparer.Ordinal).Take(1).ToList() is [])
        {
            return false;
        }

        await store.WantAsync(connection, string.Join(' ', scopes), clock.GetUtcNow(), CancellationToken.None);
        return true;
    }

    /// <summary>Renews a connection's tokens, or waits for the renewal that is under way.</summary>
    public async Task<AccountToken> RenewAsync(AccountConnection connection, CancellationToken cancellationToken)
    {
        var key = (connection.Account, connection.Server);
        var mine = new Lazy<Task<AccountToken>>(() => RenewOnceAsync(key));
        // Not with the token of whoever comes first: the renewal is for all, and must not stop half way.
        return await _renewing.GetOrAdd(key, mine).Value.WaitAsync(cancellationToken);
    }

    private async Task<AccountToken> RenewOnceAsync((string Account, string Server) key)
    {
        try
        {
            return await AskAsync(key);
        }
        finally
        {
            _renewing.TryRemove(key, out _);
        }
    }

    private async Task<AccountToken> AskAsync((string Account, string Server) key)
    {
        // Read again: whoever waited may hold what another renewal has replaced.
        if (await store.FindAsync(key.Account, key.Server, CancellationToken.None) is not { } connection || Configured(connection) is not { } server)
        {
            return new(ConnectionState.NotConnected, null, 0);
        }

        if (connection.Problem is not null || connection.Tokens is not { } tokens)
        {
            return new(ConnectionState.NeedsReauthorization, null, connection.Version);
        }

        var refused = _refused.TryGetValue(key, out var last) && last.Version == connection.Version;
        if (LacksKey(connection, tokens))
        {
            return await FailAsync(connection, Unbound);
        }

        if (!refused && tokens.Ends - AccountKeeper.Ahead > clock.GetUtcNow())
        {
            return Shown(tokens, connection.Version);
        }

        if (tokens.Refresh is not { } refresh)
        {
            return await FailAsync(connection, NoRenewal);
        }

        var answer = await RefreshAsync(server, connection.Terms, refresh, tokens.Key);
        if (answer.Refused)
        {
            return await FailAsync(connection, Refused);
        }

        if (answer.Tokens is { } renewed)
        {
            return await store.RenewAsync(connection, renewed, clock.GetUtcNow(), CancellationToken.None)
                ? Shown(renewed, connection.Version + 1)
                : new(ConnectionState.Unavailable, null, connection.Version);
        }

        return !refused && tokens.Ends > clock.GetUtcNow()
            ? Shown(tokens, connection.Version)
            : new(ConnectionState.Unavailable, null, connection.Version);
    }

    // RFC 6749 section 6. What was bound stays bound to the same key (RFC 9449 section 5): a bearer token in its place would be one that somebody weakened.
    private async ValueTask<OutsideAnswer> RefreshAsync(AccountServer server, AccountTerms terms, string refresh, byte[]? key)
    {
        var way = outside.Of(server);
        return await way.FindAsync(terms.Issuer, CancellationToken.None) is { } issuer && await clients.FindAsync(server, issuer, register: false, CancellationToken.None) is { } client
            ? await way.AskAsync(issuer, client, new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refresh, ["resource"] = terms.Resource }, key, mustBind: key is not null, CancellationToken.None)
            : OutsideAnswer.Nothing;
    }

    private async Task<AccountToken> FailAsync(AccountConnection connection, string problem)
    {
        await store.FailAsync(connection, problem, clock.GetUtcNow(), CancellationToken.None);
        return new(ConnectionState.NeedsReauthorization, null, connection.Version);
    }

    private AccountToken Shown(GivenTokens tokens, int version) =>
        new(ConnectionState.Connected, tokens.Access, version, tokens.Key is { } key ? new ProofKey(key, clock).ProofsOf(tokens.Access) : null);

    private bool LacksKey(AccountConnection connection, GivenTokens tokens) => tokens.Key is null && Configured(connection)?.Dpop == TokenBinding.Required;

    // A token goes only where it came from: not to a server that is called the same but has another issuer now.
    private AccountServer? Configured(AccountConnection connection) => servers.All.FirstOrDefault(s => s.Name == connection.Server && s.Grant == AccountGrant.AuthorizationCode && s.Fits(connection.Terms));
}
