using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Bartizan.Storage.Ledgers;

/// <summary>A text with signature lines under it, in the C2SP signed-note format.</summary>
/// <param name="Text">The signed text, its last newline included.</param>
/// <param name="Signatures">The signatures, in order.</param>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    private const int MaxLength = 64 * 1024;
    private const string SignaturePrefix = "— ";

    /// <summary>Signs a text.</summary>
    /// <param name="text">Ends in a newline.</param>
    /// <param name="name">Key name, without spaces and plus signs.</param>
    /// <param name="key">ECDSA P-256 key with its private part.</param>
    /// <returns>The whole note.</returns>
    internal static string Sign(string text, string name, ECDsa key)
    {
        var signature = key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        var line = new byte[4 + signature.Length];
        BinaryPrimitives.WriteUInt32BigEndian(line, new NoteKey(name, key.ExportSubjectPublicKeyInfo()).Id);
        signature.CopyTo(line, 4);
        return $"{text}\n{SignaturePrefix}{name} {Convert.ToBase64String(line)}\n";
    }

    /// <summary>Reads a note without judging its signatures; null when the form is wrong.</summary>
    public static SignedNote? Parse(string note)
    {
        var split = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (note.Length > MaxLength || split < 0 || note.Length < split + 4 || note[^1] != '\n' || note.Any(c => c < ' ' && c != '\n'))
        {
            return null;
        }

        var signatures = new List<NoteSignature>();
        foreach (var line in note[(split + 2)..^1].Split('\n'))
        {
            if (Signature(line) is not { } signature)
            {
                return null;
            }

            signatures.Add(signature);
        }

        return new SignedNote(note[..(split + 1)], signatures);
    }

    /// <summary>Whether <paramref name="key"/> signed it; a note with a wrong signature under this key's name and id is refused whole.</summary>
    public bool IsSignedBy(NoteKey key)
    {
        var own = Signatures.Where(s => s.Name == key.Name && s.KeyId == key.Id).ToList();
        return own.Count > 0 && own.TrueForAll(s => key.Verify(Text, s.Signature));
    }

    private static NoteSignature? Signature(string line)
    {
        if (!line.StartsWith(SignaturePrefix, StringComparison.Ordinal) || line[SignaturePrefix.Length..].Split(' ') is not [{ Length: > 0 } name, var base64])
        {
            return null;
        }

        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) && length > 4 && Convert.ToBase64String(bytes.AsSpan(0, length)) == base64
            ? new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[4..length])
            : null;
    }
}

/// <summary>One signature line of a note.</summary>
/// <param name="Name">Key name.</param>
/// <param name="KeyId">Key id.</param>
/// <param name="Signature">The signature's bytes.</param>
public sealed record NoteSignature(string Name, uint KeyId, byte[] Signature);
