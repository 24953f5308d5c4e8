using System.Text.Json;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Http;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Proofs;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Clients;

/// <summary>Checks the assertions with which clients prove who they are: <c>private_key_jwt</c> (RFC 7523 §3).</summary>
internal sealed class ClientAssertions(Issuer issuer, IdentityDirectory directory, TimeProvider clock)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private const int MaxLength = 8_192;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly ReplayCache _used = new(Longest + ClockSkew.Allowed + ClockSkew.Allowed, 500_000, clock);

    /// <summary>The client that an assertion speaks of and is signed by; null when it does not hold.</summary>
    public async ValueTask<ClientEntry?> FindAsync(OAuthForm form, CancellationToken cancellationToken)
    {
        if (form["client_assertion_type"] != AssertionType
            || Jws.Parse(form["client_assertion"] ?? "", MaxLength) is not { Type: null or "JWT" or "jwt" or "client-authentication+jwt" } jws
            || jws.Header.Has("jwk")
            || jws.Payload.Text("iss") is not { } id
            || jws.Payload.Text("sub") != id
            || (form["client_id"] is { } named && named != id)
            || await directory.FindClientAsync(id, cancellationToken) is not { } client
            || client.Keys?.Find(jws.KeyId) is not { } key
            || !jws.IsSignedBy(key))
        {
            return null;
        }

        return IsTimely(jws.Payload) && IsForUs(jws.Payload) && jws.Payload.Text("jti") is { } jti && _used.TryUse(id, jti) ? client : null;
    }

    private bool IsTimely(JsonElement claims)
    {
        var now = clock.GetUtcNow();
        return claims.Time("exp") is { } expires
            && now < expires + ClockSkew.Allowed
            && expires <= now + Longest + ClockSkew.Allowed
            && (!claims.Has("nbf") || claims.Time("nbf") <= now + ClockSkew.Allowed)
            && (!claims.Has("iat") || claims.Time("iat") <= now + ClockSkew.Allowed);
    }

    // One audience or several, but none that is not us: an assertion that is good elsewhere too could be used here by whoever got it there.
    private bool IsForUs(JsonElement claims) =>
        claims.TryGetProperty("aud", out var audience) && audience.ValueKind switch
        {
            JsonValueKind.String => IsUs(audience),
            JsonValueKind.Array => audience.GetArrayLength() > 0 && audience.EnumerateArray().All(IsUs),
            _ => false,
        };

    private bool IsUs(JsonElement audience) => audience.ValueKind == JsonValueKind.String && audience.GetString() is { } text && (text == issuer.Origin || text == issuer.Token);
}
