using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bartizan.Storage.Ledgers;

/// <summary>
/// A public key that verifies signed notes (C2SP signed-note): type 0x02, ECDSA P-256 over SHA-256 of the note text, signature in ASN.1 DER.
/// For this type the key id is the first four bytes of SHA-256 of the key's DER SubjectPublicKeyInfo.
/// </summary>
public sealed class NoteKey
{
    /// <summary>signed-note's type byte of ECDSA.</summary>
    public const byte EcdsaType = 0x02;

    private readonly byte[] _publicKey;

    /// <summary>Takes a name and a DER SubjectPublicKeyInfo.</summary>
    public NoteKey(string name, byte[] publicKey)
    {
        Name = name;
        _publicKey = publicKey;
        Id = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(publicKey));
    }

    /// <summary>Key name; equals the origin of the log it signs for.</summary>
    public string Name { get; }

    /// <summary>Key id: a hint, not an identity.</summary>
    public uint Id { get; }

    /// <summary>The verifier key text <c>name+id+base64(type || key)</c> that note tools read.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}+{Id:x8}+{Convert.ToBase64String([EcdsaType, .. _publicKey])}");

    /// <summary>Reads a verifier key text; null when it is not one of ours.</summary>
    public static NoteKey? Parse(string text)
    {
        var parts = text.Trim().Split('+', 3);
        if (parts.Length != 3)
        {
            return null;
        }

        var bytes = new byte[parts[2].Length];
        if (!Convert.TryFromBase64String(parts[2], bytes, out var length) || length < 2 || bytes[0] != EcdsaType)
        {
            return null;
        }

        var key = new NoteKey(parts[0], bytes[1..length]);
        return key.ToString() == text.Trim() && key.Import(out var ecdsa) ? Dispose(ecdsa, key) : null;
    }

    /// <summary>Whether <paramref name="signature"/> (DER) is this key's over <paramref name="text"/>.</summary>
    public bool Verify(string text, ReadOnlySpan<byte> signature)
    {
        if (!Import(out var ecdsa))
        {
            return false;
        }

        using (ecdsa)
        {
            return ecdsa.VerifyData(Encoding.UTF8.GetBytes(text), signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
    }

    private static NoteKey Dispose(ECDsa ecdsa, NoteKey key)
    {
        ecdsa.Dispose();
        return key;
    }

    private bool Import(out ECDsa ecdsa)
    {
        ecdsa = ECDsa.Create();
        try
        {
            ecdsa.ImportSubjectPublicKeyInfo(_publicKey, out var read);
            return read == _publicKey.Length && ecdsa.KeySize == 256;
        }
        catch (CryptographicException)
        {
            ecdsa.Dispose();
            return false;
        }
    }
}
