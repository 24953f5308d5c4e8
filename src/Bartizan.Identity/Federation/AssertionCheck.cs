using System.Text.Json;
using Bartizan.Core.Identity;
using Bartizan.Identity.Issuing;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Federation;

/// <summary>What an identity provider asserts.</summary>
/// <param name="Issuer">The provider.</param>
/// <param name="Subject">The person there.</param>
/// <param name="Id">Its <c>jti</c>.</param>
/// <param name="Use">What the agent may do for the person, at most.</param>
/// <param name="KeyThumbprint">The key that must be proven with it; null for none.</param>
/// <param name="Issued">Its <c>iat</c>, whole seconds.</param>
internal sealed record Asserted(string Issuer, string Subject, string Id, ConsentedUse Use, string? KeyThumbprint, DateTimeOffset Issued);

/// <summary>Believes identity assertions or not (draft-ietf-oauth-identity-assertion-authz-grant-04 §3, 4.4.1): of a provider configured for them, for this server alone, and for the client that brings them.</summary>
internal sealed class AssertionCheck(Providers providers, Issuer issuer, TimeProvider clock)
{
    /// <summary>The kind that it says it is.</summary>
    public const string Kind = "oauth-id-jag+jwt";

    private const int Longest = 16_384;

    // Providers give five minutes; a longer one could be kept, and used by whoever finds it.
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10);

    /// <summary>What is asserted; null, and what is wrong.</summary>
    public async ValueTask<(Asserted? Asserted, string? Wrong)> RunAsync(string text, string client, CancellationToken cancellationToken)
    {
        if (Jws.Parse(text, Longest) is not { Type: Kind } jws)
        {
            return (null, "it is no identity assertion");
        }

        var claims = jws.Payload;
        if (claims.Text("iss", 512) is not { } from || providers.FindIssuer(from) is not { Options.Assertions: true } provider || jws.Algorithm != provider.Options.Algorithm)
        {
            return (null, "its issuer is not one whose assertions are taken, or the algorithm is another");
        }

        if (await provider.KeyAsync(jws.KeyId, cancellationToken) is not { } key || !jws.IsSignedBy(key))
        {
            return (null, "none of the provider's keys signed it");
        }

        var use = Use(claims);
        var wrong = !IsForUs(claims) ? "it is for another server, or for several"
            : claims.Text("client_id") != client ? "it is for another client"
            : !IsTimely(claims) ? "it is not of this moment, or lives too long"
            : claims.Text("jti") is null || claims.Text("sub", 255) is null ? "it has no id, or names nobody"
            : claims.Has("cnf") && Thumbprint(claims) is null ? "it is bound to a key in a way that is not understood"
            : use is null ? "its resource, scope or authorization details cannot be read"
            : null;
        return wrong is null ? (new(from, claims.Text("sub", 255)!, claims.Text("jti")!, use!, Thumbprint(claims), claims.Time("iat")!.Value), null) : (null, wrong);
    }

    // One audience alone (§3.1): an assertion that is good elsewhere too could be brought here by whoever got it there.
    private bool IsForUs(JsonElement claims) => claims.TryGetProperty("aud", out var audience) && Only(audience) == issuer.Origin;

    private bool IsTimely(JsonElement claims)
    {
        var now = clock.GetUtcNow();
        return claims.Time("exp") is { } expires
            && now < expires + ClockSkew.Allowed
            && expires <= now + LongestLife
            && claims.Time("iat") is { } issued
            && issued <= now + ClockSkew.Allowed
            && (!claims.Has("nbf") || claims.Time("nbf") <= now + ClockSkew.Allowed);
    }

    // Without a resource the gateway as a whole, which the client's registration bounds; without scopes none.
    private ConsentedUse? Use(JsonElement claims)
    {
        var resource = claims.TryGetProperty("resource", out var named) ? Only(named) : issuer.Origin;
        var scope = claims.Has("scope") ? claims.Text("scope", 4_096) : "";
        var details = claims.TryGetProperty("authorization_details", out var said) ? AuthorizationDetails.Read(said) : null;
        return resource is null || scope is null || (claims.Has("authorization_details") && (details is null || details.Mandate?.Id is not null))
            ? null
            : new ConsentedUse(resource, [.. scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)], details?.Use, Renews: false) { Mandate = details?.Mandate?.Terms };
    }

    // RFC 9449 §6.1.
    private static string? Thumbprint(JsonElement claims) => claims.TryGetProperty("cnf", out var cnf) && cnf.ValueKind == JsonValueKind.Object ? cnf.Text("jkt", 64) : null;

    private static string? Only(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array when value.GetArrayLength() == 1 && value[0].ValueKind == JsonValueKind.String => value[0].GetString(),
        _ => null,
    };
}
