using System.Security.Cryptography.X509Certificates;
using Bartizan.Core.Identity.Registry;

namespace Bartizan.Core.Identity;

/// <summary>Turns access tokens that were issued here into principals.</summary>
public interface ITokenAuthenticator
{
    /// <summary>Who issues them: the origin of this listener, as clients know it.</summary>
    string Issuer { get; }

    /// <summary>Whether clients are asked for certificates, to which their tokens then are bound (RFC 8705 §3).</summary>
    bool BindsToCertificates { get; }

    /// <summary>Checks a token for one request.</summary>
    TokenOutcome Authenticate(in TokenPresentation presented);
}

/// <summary>A token as it came with a request.</summary>
/// <param name="Token">The token.</param>
/// <param name="WithProof">Whether it came as <c>Authorization: DPoP</c>.</param>
/// <param name="Proofs">The values of the header <c>DPoP</c>.</param>
/// <param name="Method">The request's method.</param>
/// <param name="Path">The request's path as it was sent, without query.</param>
/// <param name="Resource">Path of the resource below the gateway that a token may be for instead of the gateway as a whole; null for none.</param>
/// <param name="Certificate">The certificate of the connection, whose key the handshake proved; null for none. Never what a header says.</param>
public readonly record struct TokenPresentation(string Token, bool WithProof, IReadOnlyList<string?> Proofs, string Method, string Path, string? Resource, X509Certificate2? Certificate);

/// <summary>Why a token is refused.</summary>
public enum TokenFailure
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>It does not count, or is for another resource.</summary>
    InvalidToken,

    /// <summary>It is bound to a certificate, and the connection has none or another.</summary>
    OtherCertificate,

    /// <summary>It is bound to a key, and the proof of that does not hold.</summary>
    InvalidProof,

    /// <summary>All that is wrong with the proof is its nonce.</summary>
    NonceWanted,

    /// <summary>An agent of its chain is suspended.</summary>
    Suspended,
}

/// <summary>What became of a token.</summary>
/// <param name="Principal">Who acts; null when it is refused.</param>
/// <param name="Failure">Why it is refused.</param>
/// <param name="Nonce">A nonce that the client should use from now on; null when it need not be told one.</param>
public readonly record struct TokenOutcome(Principal? Principal, TokenFailure Failure, string? Nonce)
{
    /// <summary>Who holds it and who of its chain is suspended, where that is the failure.</summary>
    public SuspendedAgent? Suspended { get; init; }
}
