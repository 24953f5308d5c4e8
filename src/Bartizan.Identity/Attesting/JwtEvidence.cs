using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bartizan.Core.Identity.Registry;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Attesting;

/// <summary>
/// Checks tokens of trusted issuers (RFC 7519 §7.2, JWT-SVID §4). Read it as a list: form, issuer, audience, time, key, signature, claims. Cheap things come
/// first, and no key is looked for before the rest is right.
/// </summary>
internal sealed class JwtEvidence(TrustedIssuers issuers, TimeProvider clock)
{
    /// <summary>Most characters of a token.</summary>
    public const int MaxLength = 8_192;

    /// <summary>How far away the end of a token may be. Tokens for workloads live minutes to hours; one that lives longer was made for something else.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>What a token says, or why it does not hold.</summary>
    public async ValueTask<EvidenceResult> ReadAsync(string text, CancellationToken cancellationToken)
    {
        // The types of JWT-SVID §2.3; others use the first or none. Tokens of another kind, such as access tokens, say so in theirs.
        if (Jws.Parse(text, MaxLength) is not { Type: null or "JWT" or "jwt" or "JOSE", KeyId: { } keyId } jws || jws.Header.Has("jwk"))
        {
            return EvidenceResult.Fails($"it is no signed token with a kid, of at most {MaxLength} characters");
        }

        if (issuers.Of(jws.Payload) is not { } issuer)
        {
            return EvidenceResult.Fails("its issuer is not trusted");
        }

        var name = issuer.Options.Name;
        if (!IsFor(jws.Payload, issuer.Options.Audience))
        {
            return EvidenceResult.Fails($"{name}: its audience is not the one configured, or not the only one");
        }

        var now = clock.GetUtcNow();
        if (ExpiryOf(jws.Payload, now) is not { } expires)
        {
            return EvidenceResult.Fails($"{name}: it does not hold at this time, or for too long");
        }

        if (!issuer.Options.Algorithms.Contains(jws.Algorithm) || (await issuer.Keys.GetAsync(keys => keys.Find(keyId) is not null, cancellationToken))?.Find(keyId) is not { } key)
        {
            return EvidenceResult.Fails($"{name}: its algorithm is not allowed, or its key is not known");
        }

        if (!jws.IsSignedBy(key))
        {
            return EvidenceResult.Fails($"{name}: its signature is wrong");
        }

        return issuer.Claims.Read(jws.Payload) is { } said
            ? EvidenceResult.Holds(new Evidence(name, Evidence.Write(name, said)) { Shown = new ShownEvidence(SHA256.HashData(Encoding.ASCII.GetBytes(SignedPart(text))), expires + ClockSkew.Allowed) })
            : EvidenceResult.Fails($"{name}: its claims are not those of its kind");
    }

    // Over what is signed: the signature of ECDSA can be written in a second way, which must not make it another token.
    private static string SignedPart(string text) => text[..text.LastIndexOf('.')];

    // None that is not ours: a token that is good elsewhere too could be shown here by whoever got it there.
    private static bool IsFor(JsonElement claims, string audience) =>
        claims.TryGetProperty("aud", out var named) && named.ValueKind switch
        {
            JsonValueKind.String => named.ValueEquals(audience),
            JsonValueKind.Array => named.GetArrayLength() > 0 && named.EnumerateArray().All(a => a.ValueKind == JsonValueKind.String && a.ValueEquals(audience)),
            _ => false,
        };

    private static DateTimeOffset? ExpiryOf(JsonElement claims, DateTimeOffset now) =>
        claims.Time("exp") is { } expires
        && now < expires + ClockSkew.Allowed
        && expires <= now + Longest
        && (!claims.Has("nbf") || claims.Time("nbf") <= now + ClockSkew.Allowed)
        && (!claims.Has("iat") || claims.Time("iat") <= now + ClockSkew.Allowed)
            ? expires
            : null;
}
