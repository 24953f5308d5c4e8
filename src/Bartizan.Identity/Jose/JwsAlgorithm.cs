namespace Bartizan.Identity.Jose;

/// <summary>The signature algorithms that are understood (RFC 7518 §3.1). There is no other, and none without a signature.</summary>
internal static class JwsAlgorithm
{
    /// <summary>ECDSA with P-256 and SHA-256.</summary>
    public const string Es256 = "ES256";

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256.</summary>
    public const string Rs256 = "RS256";

    /// <summary>RSASSA-PSS with SHA-256.</summary>
    public const string Ps256 = "PS256";
}
