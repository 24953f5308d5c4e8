using System.Security.Cryptography;
using System.Text;
using Bartizan.Core.Collections;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Tokens;
using Microsoft.Extensions.Primitives;

namespace Bartizan.Identity.Proofs;

/// <summary>Checks DPoP proofs (RFC 9449 §4.3). Keys are read once and remembered by their thumbprints.</summary>
internal sealed class ProofChecker(ProofNonces nonces, TimeProvider clock)
{
    /// <summary>How old a proof may be.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    private const int MaxLength = 4_096;
    private const int Remembered = 10_000;

    private readonly RecentMap<string, JsonWebKey> _keys = new(Remembered);
    private readonly ReplayCache _used = new(Life + ClockSkew.Allowed + ClockSkew.Allowed, 500_000, clock);

    /// <summary>Whether a proof is good, and for which key.</summary>
    /// <param name="header">The request's <c>DPoP</c> header.</param>
    /// <param name="method">The request's method.</param>
    /// <param name="address">The request's address without query, as the client knows it.</param>
    /// <param name="token">The access token that came with it; null where there is none.</param>
    public ProofResult Check(StringValues header, string method, string address, string? token)
    {
        if (header is not [{ Length: > 0 } text] || Jws.Parse(text, MaxLength) is not { Type: "dpop+jwt" } jws || KeyOf(jws) is not { } key || !jws.IsSignedBy(key))
        {
            return ProofResult.Invalid;
        }

        var claims = jws.Payload;
        if (claims.Text("htm", 16) != method
            || !IsAddress(claims.Text("htu", 2_048), address)
            || claims.Text("jti") is not { } id
            || claims.Time("iat") is not { } made
            || (token is null ? claims.Has("ath") : !IsDigestOf(claims.Text("ath", 43), token)))
        {
            return ProofResult.Invalid;
        }

        if (claims.Text("nonce") is not { } nonce || nonces.AgeOf(nonce) is not { } age)
        {
            return ProofResult.NeedsNonce;
        }

        var now = clock.GetUtcNow();
        if (made < now - Life - ClockSkew.Allowed || made > now + ClockSkew.Allowed || !_used.TryUse(key.Thumbprint, id))
        {
            return ProofResult.Invalid;
        }

        return new ProofResult(key.Thumbprint, false, age > ProofNonces.Life / 2);
    }

    private static bool IsDigestOf(string? digest, string token) =>
        digest is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(digest), Encoding.ASCII.GetBytes(Base64UrlText.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(token)))));

    // Scheme, host and port as a URL parser reads them, the path letter for letter; query and fragment do not count (§4.3, 9).
    private static bool IsAddress(string? claimed, string address) =>
        claimed is not null
        && Uri.TryCreate(claimed, UriKind.Absolute, out var uri)
        && uri.UserInfo.Length == 0
        && string.Equals(uri.GetLeftPart(UriPartial.Path), new Uri(address).GetLeftPart(UriPartial.Path), StringComparison.Ordinal);

    private JsonWebKey? KeyOf(Jws jws)
    {
        if (!jws.Header.TryGetProperty("jwk", out var json) || json.ValueKind != System.Text.Json.JsonValueKind.Object || json.Text("kty") != "EC" || json.Has("d"))
        {
            return null;
        }

        // The text itself is the index: making the thumbprint would need the key to be read first.
        var text = json.GetRawText();
        if (_keys.TryGet(text, out var known))
        {
            return known;
        }

        if (JsonWebKey.Parse(json) is { } key)
        {
            _keys.Set(text, key);
            return key;
        }

        return null;
    }
}
