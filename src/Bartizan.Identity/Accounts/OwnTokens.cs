using System.Collections.Concurrent;
using Bartizan.Core.Credentials;

namespace Bartizan.Identity.Accounts;

/// <summary>
/// Tokens that Bartizan has at other servers for itself, whoever calls (RFC 6749 section 4.4, RFC 7523 section 2.1). Kept in memory only, and asked for anew
/// before they end. Of one server one question is under way at a time; a refusal is not repeated for a while.
/// </summary>
internal sealed class OwnTokens(IAccountServers servers, OutsideServers outside, OutsideClients clients, TimeProvider clock)
{
    private const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    // An answer that does not say when the token ends is believed for as long (RFC 6749 section 5.1 leaves it open).
    private static readonly TimeSpan UnlessSaid = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly ServerDiscovery _discovery = new(outside);

    /// <summary>The token for a server; unavailable when there is none just now, not connected when there is no such server.</summary>
    public async ValueTask<AccountToken> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (servers.All.FirstOrDefault(s => s.Name == name) is not { Grant: not AccountGrant.AuthorizationCode } server)
        {
            return new(ConnectionState.NotConnected, null, 0);
        }

        // A server of another address, or another name there, is another: what was had for the one before must not go to it.
        var entry = _entries.AddOrUpdate(name, _ => new Entry(server), (_, known) => known.IsFor(server) ? known : new Entry(server));
        return await entry.GetAsync(() => AskAsync(server), clock, cancellationToken);
    }

    /// <summary>Tells that a server refused a token.</summary>
    public void Refused(string name, AccountToken token)
    {
        if (_entries.TryGetValue(name, out var entry))
        {
            entry.Refused(token.Version);
        }
    }

    private async Task<GivenTokens?> AskAsync(AccountServer server)
    {
        if (await _discovery.FindAsync(server, CancellationToken.None) is not var (issuer, terms) || await clients.FindAsync(server, issuer, register: false, CancellationToken.None) is not { } client)
        {
            return null;
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

        return (await outside.Of(server).AskAsync(issuer, client, form, CancellationToken.None)).Tokens;
    }

    private sealed class Entry(AccountServer server)
    {
        private readonly Lock _gate = new();
        private GivenTokens? _tokens;
        private DateTimeOffset _had;
        private DateTimeOffset _again = DateTimeOffset.MinValue;
        private int _version;
        private int _refused;
        private Task? _asking;

        public bool IsFor(AccountServer other) =>
            (server.Address, server.Grant, server.Issuer, server.Resource, server.ClientId, server.ClientSecret) == (other.Address, other.Grant, other.Issuer, other.Resource, other.ClientId, other.ClientSecret)
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
                return IsGood(clock.GetUtcNow(), TimeSpan.Zero) ? new(ConnectionState.Connected, _tokens!.Access, _version) : new(ConnectionState.Unavailable, null, _version);
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
