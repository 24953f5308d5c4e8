using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Proofs;

/// <summary>Looks at the proof of a key that a client sends to the authorization server itself, and hands out nonces.</summary>
internal sealed class RequestProofs(ProofChecker proofs, ProofNonces nonces)
{
    /// <summary>All that is wrong is the nonce: a step of the protocol, and no refusal.</summary>
    public static readonly OAuthError NonceWanted = new("use_dpop_nonce", "Put the nonce of the DPoP-Nonce header into the proof.");

    private static readonly OAuthError WrongProof = new("invalid_dpop_proof", "The DPoP proof does not hold.");

    /// <summary>Whether the request has no proof, or a good one for <paramref name="address"/>.</summary>
    /// <param name="http">The request.</param>
    /// <param name="address">The address it was sent to.</param>
    /// <param name="key">Thumbprint of the proven key; null without a proof.</param>
    /// <param name="error">What is wrong.</param>
    public bool TryProve(HttpContext http, string address, out string? key, out OAuthError? error)
    {
        (key, error) = (null, null);
        if (http.Request.Headers["DPoP"] is not { Count: > 0 } header)
        {
            return true;
        }

        var proof = proofs.Check(header, http.Request.Method, address, null);
        if (proof.WantsNonce || proof.NonceAges)
        {
            http.Response.Headers["DPoP-Nonce"] = nonces.Create();
        }

        (key, error) = (proof.Thumbprint, proof.Thumbprint is not null ? null : proof.WantsNonce ? NonceWanted : WrongProof);
        return error is null;
    }
}
