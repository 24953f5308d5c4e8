using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Bartizan.Core.Identity;
using Bartizan.Identity.Keys;

namespace Bartizan.Identity.Federation;

/// <summary>Proves to a provider who this Bartizan is (OpenID Connect Core 1.0 §9).</summary>
/// <param name="secrets">Fetches the secret that an option refers to.</param>
/// <param name="keys">The authorization server's keys; null where there are none.</param>
/// <param name="clock">What time it is.</param>
internal sealed class ClientProof(Func<string, string?> secrets, IIdentityStore? keys, TimeProvider clock)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    /// <summary>Adds to a form what proves it; the header that goes with it, or null. False when there is nothing to prove it with.</summary>
    public async ValueTask<(bool Proven, AuthenticationHeaderValue? Header)> AddAsync(ProviderOptions provider, Dictionary<string, string> form, CancellationToken cancellationToken)
    {
        if (provider.Authentication == ProviderAuthentication.PrivateKeyJwt)
        {
            if (keys is null || new KeyRing(await keys.KeysAsync(cancellationToken)).Signing(clock.GetUtcNow()) is not { } signer)
            {
                return (false, null);
            }

            form["client_id"] = provider.ClientId;
            form["client_assertion_type"] = AssertionType;
            form["client_assertion"] = signer.Sign("JWT", Claims(provider));
            return (true, null);
        }

        if (secrets(provider.Credential!) is not { } secret)
        {
            return (false, null);
        }

        if (provider.Authentication == ProviderAuthentication.ClientSecretPost)
        {
            form["client_id"] = provider.ClientId;
            form["client_secret"] = secret;
            return (true, null);
        }

        // RFC 6749 §2.3.1: both parts are form-encoded before they are joined.
        var pair = $"{Uri.EscapeDataString(provider.ClientId)}:{Uri.EscapeDataString(secret)}";
        return (true, new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(pair))));
    }

    // The audience is the issuer, which a person wrote here, and nothing that a provider says of itself: else one could have proofs made that are good at another.
    private ReadOnlySpan<byte> Claims(ProviderOptions provider)
    {
        var now = clock.GetUtcNow();
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("iss", provider.ClientId);
            json.WriteString("sub", provider.ClientId);
            json.WriteString("aud", provider.Issuer);
            json.WriteString("jti", PendingSignIns.NewSecret());
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteNumber("exp", (now + Life).ToUnixTimeSeconds());
            json.WriteEndObject();
        }

        return bytes.WrittenSpan;
    }
}
