using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Federation;

/// <summary>
/// Believes an ID token or not (OpenID Connect Core 1.0 §3.1.3.7): signed by the provider with the one algorithm configured, for this client, for the sign-in
/// that was begun, now.
/// </summary>
internal sealed class IdTokenCheck(TimeProvider clock)
{
    private const int Longest = 32_768;

    /// <summary>Longest subject (OpenID Connect Core 1.0 §2).</summary>
    private const int LongestSubject = 255;

    /// <summary>Who signed in; null, and what is wrong with the token.</summary>
    public async ValueTask<(FederatedPerson? Person, string? Wrong)> RunAsync(Provider provider, Redeemed redeemed, PendingSignIn pending, CancellationToken cancellationToken)
    {
        // Other kinds of token that the same key signs say what they are.
        if (Jws.Parse(redeemed.IdToken, Longest) is not { } jws || !IsKind(jws.Type) || jws.Algorithm != provider.Options.Algorithm)
        {
            return (null, "it is no ID token with the configured algorithm");
        }

        if (await provider.KeyAsync(jws.KeyId, cancellationToken) is not { } key || !jws.IsSignedBy(key))
        {
            return (null, "none of the provider's keys signed it");
        }

        var claims = jws.Payload;
        var wrong = claims.Text("iss", 512) != provider.Options.Issuer ? "its issuer is another"
            : !IsForUs(claims, provider.Options.ClientId) ? "it is for another client"
            : !IsTimely(claims) ? "it is not of this moment"
            : !IsSame(claims.Text("nonce"), pending.Nonce) ? "its nonce is another"
            : !IsHashOf(claims, redeemed.AccessToken) ? "its at_hash is of another access token"
            : pending.Intent.Anew && !IsAnew(claims, pending.Ends - PendingSignIns.Patience) ? "its person did not prove anew who they are"
            : claims.Text("sub", LongestSubject) is null ? "it names nobody"
            : null;
        return wrong is null ? (new FederatedPerson(provider.Options.Issuer, claims.Text("sub", LongestSubject)!, claims, provider.Options.Exchanges ? redeemed.IdToken : null), null) : (null, wrong);
    }

    /// <summary>Whether a token is for a client: its only audience, or one of several where <c>azp</c> says so.</summary>
    public static bool IsForUs(JsonElement claims, string client)
    {
        if (!claims.TryGetProperty("aud", out var audience) || (claims.Has("azp") && claims.Text("azp") != client))
        {
            return false;
        }

        return audience.ValueKind switch
        {
            JsonValueKind.String => audience.GetString() == client,
            JsonValueKind.Array => audience.EnumerateArray().Any(a => a.ValueKind == JsonValueKind.String && a.GetString() == client) && (audience.GetArrayLength() == 1 || claims.Has("azp")),
            _ => false,
        };
    }

    private static bool IsAnew(JsonElement claims, DateTimeOffset begun) => claims.Time("auth_time") is { } proven && proven >= begun - ClockSkew.Allowed;

    private static bool IsKind(string? type) => type is null || type.Equals("JWT", StringComparison.OrdinalIgnoreCase);

    private static bool IsSame(string? text, string expected) =>
        text is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(expected));

    // §3.1.3.6: the left half of the hash that goes with the algorithm, which is SHA-256 for all that are taken.
    private static bool IsHashOf(JsonElement claims, string? token) =>
        !claims.Has("at_hash")
        || (token is not null && claims.Text("at_hash", 64) == Base64UrlText.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(token)).AsSpan(0, SHA256.HashSizeInBytes / 2)));

    private bool IsTimely(JsonElement claims)
    {
        var now = clock.GetUtcNow();
        return claims.Time("exp") is { } expires
            && now < expires + ClockSkew.Allowed
            && claims.Time("iat") is { } issued
            && issued <= now + ClockSkew.Allowed
            && issued >= now - PendingSignIns.Patience
            && (!claims.Has("nbf") || claims.Time("nbf") <= now + ClockSkew.Allowed);
    }
}
