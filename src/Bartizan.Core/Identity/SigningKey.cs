namespace Bartizan.Core.Identity;

/// <summary>A key that signs access tokens, or signals to others. Not a record: it must not print its secret.</summary>
/// <param name="id">RFC 7638 thumbprint of its public half.</param>
/// <param name="pkcs8">Private key, PKCS #8 in DER.</param>
/// <param name="signsFrom">When it begins to sign; it is published before.</param>
/// <param name="ended">When it was ended before its time, with all tokens that it signed; null when it was not.</param>
/// <param name="algorithm">The algorithm that it signs with.</param>
public sealed class SigningKey(string id, byte[] pkcs8, DateTimeOffset signsFrom, DateTimeOffset? ended, string algorithm = SigningKey.Es256)
{
    /// <summary>The algorithm of keys that sign access tokens: ECDSA with P-256 and SHA-256 (RFC 7518 section 3.4).</summary>
    public const string Es256 = "ES256";

    /// <summary>The algorithm of keys that sign only signals: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 section 3.3).</summary>
    public const string Rs256 = "RS256";

    /// <summary>The algorithm that it signs with.</summary>
    public string Algorithm { get; } = algorithm;

    /// <summary>RFC 7638 thumbprint of its public half.</summary>
    public string Id { get; } = id;

    /// <summary>Private key, PKCS #8 in DER.</summary>
    public byte[] Pkcs8 { get; } = pkcs8;

    /// <summary>When it begins to sign; it is published before.</summary>
    public DateTimeOffset SignsFrom { get; } = signsFrom;

    /// <summary>When it was ended before its time; null when it was not.</summary>
    public DateTimeOffset? Ended { get; } = ended;
}
