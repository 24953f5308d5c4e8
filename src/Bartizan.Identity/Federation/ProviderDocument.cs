using System.Text.Json;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Federation;

/// <summary>What a provider says of itself (OpenID Connect Discovery 1.0 §3).</summary>
/// <param name="Authorization">Where people sign in.</param>
/// <param name="Token">Where codes are redeemed.</param>
/// <param name="Keys">Where its keys are.</param>
/// <param name="EndSession">Where people sign out (OpenID Connect RP-Initiated Logout 1.0 §2.1); null where they cannot.</param>
/// <param name="NamesItself">Whether its answers to browsers carry <c>iss</c> (RFC 9207 §3).</param>
internal sealed record ProviderDocument(Uri Authorization, Uri Token, Uri Keys, Uri? EndSession, bool NamesItself)
{
    /// <summary>Where the document of an issuer is (OpenID Connect Discovery 1.0 §4.1).</summary>
    public static Uri Place(string issuer) => new(issuer.TrimEnd('/') + "/.well-known/openid-configuration");

    /// <summary>Reads one; null unless it is the issuer's own and has what signing in takes.</summary>
    public static ProviderDocument? Read(ReadOnlySpan<byte> utf8, ProviderOptions options)
    {
        if (StrictJson.Object(utf8) is not { } json || json.Text("issuer", 512) != options.Issuer)
        {
            return null;
        }

        return Address("authorization_endpoint") is { } authorization && Address("token_endpoint") is { } token && Address("jwks_uri") is { } keys
            ? new(authorization, token, keys, Address("end_session_endpoint"), json.TryGetProperty("authorization_response_iss_parameter_supported", out var said) && said.ValueKind == JsonValueKind.True)
            : null;

        Uri? Address(string name) => json.Text(name, 512) is { } text && ProviderAddress.IsGood(text, options.Inside) ? new Uri(text) : null;
    }
}
