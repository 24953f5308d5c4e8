using System.Collections.Concurrent;
using System.Net;
using Bartizan.Core.Credentials;
using Bartizan.Identity.Fetching;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Outbound;

namespace Bartizan.Identity.Accounts;

/// <summary>The ways to the authorization servers of MCP servers, to each its own: what is configured for one opens nothing to another.</summary>
internal sealed class OutsideServers(TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<(string Name, string Host, string? Issuer), OutsideServer> _ways = new();

    /// <summary>The way to the one of a server.</summary>
    public OutsideServer Of(AccountServer server) =>
        _ways.GetOrAdd((server.Name, server.Address.DnsSafeHost, server.Issuer), key => new OutsideServer(key.Issuer is null ? [key.Host] : [key.Host, new Uri(key.Issuer).DnsSafeHost], clock));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var way in _ways.Values)
        {
            way.Dispose();
        }
    }
}

/// <summary>
/// Asks the authorization server of an MCP server: what it says of itself, for tokens, and to forget them. Hosts that configuration names are reached wherever
/// they are, and others, which servers name, on the open internet only.
/// </summary>
internal sealed class OutsideServer : IDisposable
{
    // Renewals come for many people at once, and one that is given up may have used up what it was made with.
    private const int AtOnce = 64;
    private const int MostKnown = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, SharedReading<IssuerDocument>> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _nonces = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;

    /// <summary>Makes one.</summary>
    /// <param name="inside">Hosts that configuration names.</param>
    /// <param name="clock">What time it is.</param>
    public OutsideServer(string[] inside, TimeProvider clock) => (Fetcher, _clock) = (new GuardedFetcher(inside, Patience, AtOnce), clock);

    /// <summary>The way to them.</summary>
    public GuardedFetcher Fetcher { get; }

    /// <summary>What an issuer says of itself; null when it cannot be had.</summary>
    public async ValueTask<IssuerDocument?> FindAsync(string issuer, CancellationToken cancellationToken)
    {
        // MCP servers name issuers, too, and may never end.
        if (_known.Count > MostKnown)
        {
            _known.Clear();
            _nonces.Clear();
        }

        return await _known.GetOrAdd(issuer, i => new(() => IssuerDocument.FindAsync(Fetcher, i, openId: false), _clock)).GetAsync(null, cancellationToken);
    }

    /// <summary>Whether new tokens for a server are bound to a key: as configured, else where its authorization server says that it can.</summary>
    public static bool Binds(AccountServer server, IssuerDocument issuer) => server.Dpop == TokenBinding.Required || (server.Dpop == TokenBinding.WhenOffered && issuer.BindsTokens);

    /// <summary>Asks for tokens (RFC 6749 section 3.2).</summary>
    /// <param name="document">Who is asked.</param>
    /// <param name="proof">Who asks.</param>
    /// <param name="form">What for.</param>
    /// <param name="binding">The key to which the tokens are to be bound; null for bearer tokens.</param>
    /// <param name="mustBind">Whether tokens that are not bound are not taken.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<OutsideAnswer> AskAsync(
        IssuerDocument document, ClientProof proof, Dictionary<string, string> form, byte[]? binding, bool mustBind, CancellationToken cancellationToken)
    {
        if (document.Token is not { } place)
        {
            return OutsideAnswer.Nothing;
        }

        var key = binding is null ? null : new ProofKey(binding, _clock);
        var answer = await PostAsync(document.Issuer, place, proof, form, key, cancellationToken);
        // RFC 9449 section 8: refused for the nonce alone, it is asked once more with the one that came along.
        if (key is not null && answer is { Status: HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized, Json: { } refusal } && ITokenProofs.NonceOf(answer.Nonces) is not null && StrictJson.Object(refusal)?.Text("error") == "use_dpop_nonce")
        {
            answer = await PostAsync(document.Issuer, place, proof, form, key, cancellationToken);
        }

        return answer is { Json: { } json }
            ? OutsideAnswer.Read((int)answer.Status, json, _clock.GetUtcNow(), form.GetValueOrDefault("refresh_token"), binding, mustBind)
            : OutsideAnswer.Nothing;
    }

    /// <summary>Has a token forgotten (RFC 7009); whether the server says that it is.</summary>
    public async ValueTask<bool> RevokeAsync(IssuerDocument document, ClientProof proof, string token, string hint, CancellationToken cancellationToken) =>
        document.Revocation is { } place
        && await PostAsync(document.Issuer, place, proof, new() { ["token"] = token, ["token_type_hint"] = hint }, null, cancellationToken) is { Status: HttpStatusCode.OK };

    /// <inheritdoc/>
    public void Dispose() => Fetcher.Dispose();

    private async ValueTask<Fetched?> PostAsync(string issuer, Uri place, ClientProof proof, Dictionary<string, string> form, ProofKey? key, CancellationToken cancellationToken)
    {
        var header = key?.Prove("POST", place, null, _nonces.GetValueOrDefault(issuer));
        var answer = await Fetcher.PostFormAsync(place, form, proof.AddTo(form), cancellationToken, header);
        if (key is not null && answer is not null && ITokenProofs.NonceOf(answer.Nonces) is { } nonce)
        {
            _nonces[issuer] = nonce;
        }

        return answer;
    }
}
