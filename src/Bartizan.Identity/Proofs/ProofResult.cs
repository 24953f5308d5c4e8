namespace Bartizan.Identity.Proofs;

/// <summary>What became of a DPoP proof.</summary>
/// <param name="Thumbprint">The key that was proven; null when the proof is not good.</param>
/// <param name="WantsNonce">Whether all that is wrong is the nonce.</param>
/// <param name="NonceAges">Whether the client should be given a new nonce.</param>
internal readonly record struct ProofResult(string? Thumbprint, bool WantsNonce, bool NonceAges)
{
    /// <summary>Not good.</summary>
    public static readonly ProofResult Invalid = new(null, false, false);

    /// <summary>Good but for its nonce.</summary>
    public static readonly ProofResult NeedsNonce = new(null, true, true);
}
