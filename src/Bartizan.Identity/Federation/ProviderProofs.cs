using Bartizan.Core.Identity;
using Bartizan.Identity.Keys;
using Bartizan.Identity.Outbound;

namespace Bartizan.Identity.Federation;

/// <summary>How this Bartizan proves to a provider who it is (OpenID Connect Core 1.0 §9).</summary>
/// <param name="secrets">Fetches the secret that an option refers to.</param>
/// <param name="keys">The authorization server's keys; null where there are none.</param>
/// <param name="clock">What time it is.</param>
internal sealed class ProviderProofs(Func<string, string?> secrets, IIdentityStore? keys, TimeProvider clock)
{
    /// <summary>The proof; null when there is nothing to prove it with.</summary>
    public async ValueTask<ClientProof?> ForAsync(ProviderOptions provider, CancellationToken cancellationToken)
    {
        if (provider.Authentication == ProviderAuthentication.PrivateKeyJwt)
        {
            return keys is not null && new KeyRing(await keys.KeysAsync(cancellationToken)).Signing(clock.GetUtcNow()) is { } signer
                ? ClientProof.Signed(provider.ClientId, signer, provider.Issuer, clock)
                : null;
        }

        return secrets(provider.Credential!) is { } secret ? ClientProof.Shared(provider.ClientId, secret, provider.Authentication == ProviderAuthentication.ClientSecretPost) : null;
    }
}
