using System.Collections.Frozen;
using System.Text.Json;
using Bartizan.Identity.Attesting.Claims;
using Bartizan.Identity.Fetching;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Attesting;

/// <summary>An issuer with its keys and the reader of its claims.</summary>
/// <param name="Options">As configured.</param>
/// <param name="Keys">Its keys.</param>
/// <param name="Claims">Reads what its tokens say.</param>
internal sealed record TrustedIssuer(TrustedIssuerOptions Options, SharedReading<JsonWebKeySet> Keys, IClaimsReader Claims);

/// <summary>The issuers whose tokens are taken as evidence.</summary>
internal sealed class TrustedIssuers : IDisposable
{
    private readonly GuardedFetcher _fetcher;
    private readonly FrozenDictionary<string, TrustedIssuer> _issuers;

    public TrustedIssuers(AttestationOptions options, TimeProvider clock)
        : this(options, clock, new GuardedFetcher(options.Issuers.Where(i => i.Inside).SelectMany(HostsOf)))
    {
    }

    /// <summary>The same with a fetcher of a test's own.</summary>
    internal TrustedIssuers(AttestationOptions options, TimeProvider clock, GuardedFetcher fetcher)
    {
        _fetcher = fetcher;
        _issuers = options.Issuers.ToFrozenDictionary(
            o => o.Issuer, o => new TrustedIssuer(o, new SharedReading<JsonWebKeySet>(new KeySource(o, _fetcher).ReadAsync, clock), ClaimsReaders.Of(o.Kind)), StringComparer.Ordinal);
    }

    /// <summary>The issuer that claims name; null when it is not trusted. A JWT-SVID, which need not name one, is of the trust domain of its subject.</summary>
    public TrustedIssuer? Of(JsonElement claims)
    {
        if (claims.Text("iss", 2_048) is { } issuer && _issuers.TryGetValue(issuer, out var named) && named.Options.Kind != EvidenceKind.Spiffe)
        {
            return named;
        }

        return claims.Text("sub", SpiffeClaims.MaxLength) is { } subject && SpiffeClaims.TrustDomainOf(subject) is { } domain
            && _issuers.TryGetValue(TrustedIssuerOptions.SpiffeScheme + domain, out var spiffe) ? spiffe : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _fetcher.Dispose();

    private static IEnumerable<string> HostsOf(TrustedIssuerOptions options) =>
        new[] { options.Issuer, options.KeysUrl }.OfType<string>().Select(a => new Uri(a)).Where(u => u.Scheme is "http" or "https").Select(u => u.IdnHost);
}
