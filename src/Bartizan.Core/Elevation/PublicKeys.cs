using System.Security.Cryptography;

namespace Bartizan.Core.Elevation;

/// <summary>Reads the public keys of approvers.</summary>
public static class PublicKeys
{
    private const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>A P-256 key of its SubjectPublicKeyInfo; null when it is anything else.</summary>
    public static ECDsa? Import(byte[] spki)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(spki, out var read);
            // The curve is the key's own word, so it is asked for.
            if (read == spki.Length && key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == P256)
            {
                return key;
            }
        }
        catch (CryptographicException)
        {
        }

        key.Dispose();
        return null;
    }
}
