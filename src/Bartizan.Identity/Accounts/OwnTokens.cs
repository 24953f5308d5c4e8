using System.Collections.Concurrent;
using Bartizan.Core.Credentials;
using Bartizan.Core.Identity;
using Bartizan.Identity.Outbound;

namespace Bartizan.Identity.Accounts;

/// <summary>
/// Tokens that Bartizan has at other servers without anybody connecting anything: for itself, whoever calls (RFC 6749 section 4.4, RFC 7523 section 2.1), and for
/// people in exchange for what their identity provider says. Kept in memory only, and asked for anew before they end. For one server, and person, one
/// question is under way at a time; a refusal is not repeated for a while.
/// </summary>
internal sealed class OwnTokens(IAccountServers servers, IAccountStore store, OutsideServers outside, OutsideClients clients, IdentityExchange exchange, TimeProvider clock)
{
    private const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    // An answer that does not say when the token ends is believed for as long (RFC 6749 section 5.1 leaves it open).
    private static readonly TimeSpan UnlessSaid = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Server, string? Account), Entry> _entries = new();
    private readonly ServerDiscovery _discovery = new(outside);

    /// <summary>The token for a server; unavailable when there is none just now, not connected when there is no such server.</summary>
    /// <param name="person">For whom; null for the one for all who call.</param>
    /// <param name="name">The server's name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask<AccountToken> FindAsync(Person? person, string name, CancellationToken cancellationToken)
    {
        if (servers.All.FirstOrDefault(s => s.Name == name) is not { Grant: not AccountGrant.AuthorizationCode } server || server.IsPersonal == (person is null))
        {
            return new(ConnectionState.NotConnected, null, 0);
        }

        if (person is null)
        {
            return await GetAsync(server, null, null, cancellationToken);
        }

        // Looked up at each call: with the session ends all that came of it, although the other server would take it longer.
        if (await exchange.SubjectAsync(person.Id, server, cancellationToken) is not { } subject)
        {
            _entries.TryRemove((name, person.Id), out _);
            return new(ConnectionState.SignInNeeded, null, 0);
        }

        var asking = GetAsync(server, person.Id, subject, cancellationToken).AsTask();
        var waited = !asking.IsCompleted;
        var token = await asking;
        return token.State != ConnectionState.Connected && subject.Ends <= clock.GetUtcNow() || (waited && await exchange.SubjectAsync(person.Id, server, cancellationToken) is null)
            ? new(ConnectionState.SignInNeeded, null, token.Version)
            : token;
    }

    /// <summary>Tells that a server refused a token.</summary>
    public void Refused(Person? person, string name, AccountToken token)
    {
        if (_entries.TryGetValue((name, person?.Id), out var entry))
        {
            entry.Refused(token.Version);
        }
    }

    /// <summary>Whether tokens for a server come from here although a person calls.</summary>
    public bool IsFor(string name) => servers.All.Any(s => s.Name == name && s.Grant == AccountGrant.IdentityAssertion);

    private ValueTask<AccountToken> GetAsync(AccountServer server, string? account, SubjectToken? subject, CancellationToken cancellationToken)
    {
        // A server of another address, or another name there, is another: what was had for the one before must not go to it. So is another session.
        var entry = _entries.AddOrUpdate((server.Name, account), _ => new Entry(server, subject), (_, known) => known.IsFor(server, subject) ? known : new Entry(server, subject));
        return entry.GetAsync(() => AskAsync(server, account, subject), clock, cancellationToken);
    }

    private async Task<GivenTokens?> AskAsync(AccountServer server, string? account, SubjectToken? subject)
    {
        if (await _discovery.FindAsync(server, CancellationToken.None) is not var (issuer, terms) || await clients.FindAsync(server, issuer, register: false, CancellationToken.None) is not { } client)
        {
            return null;
        }

        if (server.Grant == AccountGrant.IdentityAssertion)
        {
            return await ExchangeAsync(server, issuer, client, terms, account, subject);
        }

        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["resource"] = terms.Resource };
        if (server.Grant == AccountGrant.JwtBearer)
        {
            if (server.Assertion?.Invoke() is not { } assertion)
            {
                return null;
            }

            (form["grant_type"], form["assertion"]) = (JwtBearer, assertion);
        }

        if (terms.Scopes.Length > 0)
        {
            form["scope"] = terms.Scopes;
        }

        return await TokensAsync(server, issuer, client, form);
    }

    // What the assertion says bounds the token: nothing is asked for beside it (draft-ietf-oauth-identity-assertion-authz-grant-04 section 4.4).
    private async Task<GivenTokens?> ExchangeAsync(AccountServer server, IssuerDocument issuer, ClientProof client, AccountTerms terms, string? account, SubjectToken? subject)
    {
        if ((subject is null ? server.Assertion?.Invoke() : subject.Ends > clock.GetUtcNow() ? subject.Value : null) is not { } shown
            || server.Provider is not { } provider
            || await exchange.AskAsync(provider, shown, client.Id, terms) is not { } assertion
            || await TokensAsync(server, issuer, client, new() { ["grant_type"] = JwtBearer, ["assertion"] = assertion }) is not { } tokens)
        {
            return null;
        }

        await store.ExchangedAsync(account, server.Name, issuer.Issuer, provider, clock.GetUtcNow(), CancellationToken.None);
        return tokens;
    }

    private async Task<GivenTokens?> TokensAsync(AccountServer server, IssuerDocument issuer, ClientProof client, Dictionary<string, string> form)
    {
        var key = OutsideServer.Binds(server, issuer) ? ProofKey.New() : null;
        return (await outside.Of(server).AskAsync(issuer, client, form, key, server.Dpop == TokenBinding.Required, CancellationToken.None)).Tokens;
    }

    private sealed class Entry(AccountServer server, SubjectToken? subject)
    {
        private readonly Lock _gate = new();
        private GivenTokens? _tokens;
        private DateTimeOffset _had;
        private DateTimeOffset _again = DateTimeOffset.MinValue;
        private int _version;
        private int _refused;
        private Task? _asking;

        public bool IsFor(AccountServer other, SubjectToken? one) =>
            (server.Address, server.Grant, server.Issuer, server.Resource, server.ClientId, server.ClientSecret, server.Dpop, server.Provider)
                == (other.Address, other.Grant, other.Issuer, other.Resource, other.ClientId, other.ClientSecret, other.Dpop, other.Provider)
            && (subject?.Session ?? []).AsSpan().SequenceEqual(one?.Session)
            && server.Scopes.SequenceEqual(other.Scopes)
            && (server.ClientKey ?? []).AsSpan().SequenceEqual(other.ClientKey);

        public void Refused(int version) => _refused = Math.Max(_refused, version);

        public async ValueTask<AccountToken> GetAsync(Func<Task<GivenTokens?>> ask, TimeProvider clock, CancellationToken cancellationToken)
        {
            Task? asking;
            lock (_gate)
            {
                var now = clock.GetUtcNow();
                asking = IsGood(now, AccountTokens.Margin) ? null : _asking ??= now >= _again ? AskAsync(ask, clock) : null;
            }

            if (asking is not null)
            {
                await asking.WaitAsync(cancellationToken);
            }

            lock (_gate)
            {
                // One that was had just now is used although it ends soon: some live that short.
                return IsGood(clock.GetUtcNow(), TimeSpan.Zero) ? new(ConnectionState.Connected, _tokens!.Access, _version, _tokens.Key is { } key ? new ProofKey(key, clock).ProofsOf(_tokens.Access) : null) : new(ConnectionState.Unavailable, null, _version);
            }
        }

        private bool IsGood(DateTimeOffset now, TimeSpan margin) => _tokens is not null && _version > _refused && now < (_tokens.Ends ?? _had + UnlessSaid) - margin;

        private async Task AskAsync(Func<Task<GivenTokens?>> ask, TimeProvider clock)
        {
            // Outside of the lock, whoever asks first.
            await Task.Yield();
            GivenTokens? given = null;
            try
            {
                given = await ask();
            }
            finally
            {
                lock (_gate)
                {
                    var now = clock.GetUtcNow();
                    _asking = null;
                    // A server that refuses what it gave must not have the other one asked with every call.
                    _again = now + (given is null || (_version > 0 && _refused == _version) ? AfterRefusal : TimeSpan.Zero);
                    if (given is not null)
                    {
                        (_tokens, _had, _version) = (given, now, _version + 1);
                    }
                }
            }
        }
    }
}
