using System.Security.Cryptography;
using System.Text;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Outbound;

/// <summary>Text that nobody guesses, and what is kept or sent in its place.</summary>
internal static class Unguessable
{
    /// <summary>Random text of 256 bits, for <c>state</c>, <c>nonce</c>, <c>jti</c> and PKCE verifiers.</summary>
    public static string New() => Base64UrlText.Encode(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is kept of it: its SHA-256.</summary>
    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary>The challenge of a PKCE verifier (RFC 7636 section 4.2, <c>S256</c>).</summary>
    public static string ChallengeOf(string verifier) => Base64UrlText.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
}
