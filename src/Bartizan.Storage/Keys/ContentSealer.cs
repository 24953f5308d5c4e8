using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using Bartizan.Core.Content;

namespace Bartizan.Storage.Keys;

/// <summary>
/// Digests with HMAC-SHA-256 and seals with AES-256-GCM. Each exchange has its own sealing key (HMAC of its id under the content key),
/// so random nonces never come near their limit. Sealed form: base64 of version 1, nonce (12), ciphertext, tag (16).
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Lives as long as the process; each thread's hash goes with its thread.")]
internal sealed class ContentSealer(byte[] digestKey, byte[] contentKey) : IContentProtector
{
    private const byte Version = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int PieceSize = 4_096;
    private const int Overhead = 1 + NonceSize + TagSize;

    // One keyed hash a thread: setting up the key costs as much as hashing a kilobyte.
    private readonly ThreadLocal<IncrementalHash> _digest = new(() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, digestKey));

    /// <inheritdoc/>
    public string Digest(ReadOnlySpan<char> text)
    {
        // In pieces: a long prompt as one array of bytes would be the collector's work, and clearing it nearly as much as hashing it.
        Span<byte> utf8 = stackalloc byte[PieceSize];
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var hmac = _digest.Value!;
        while (!text.IsEmpty)
        {
            Utf8.FromUtf16(text, utf8, out var read, out var written);
            hmac.AppendData(utf8[..written]);
            text = text[read..];
        }

        hmac.GetHashAndReset(hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <inheritdoc/>
    public string Seal(string exchangeId, string path, ReadOnlySpan<char> text)
    {
        var output = new byte[Encoding.UTF8.GetByteCount(text) + Overhead];
        var plain = output.AsSpan(1 + NonceSize, output.Length - Overhead);
        output[0] = Version;
        RandomNumberGenerator.Fill(output.AsSpan(1, NonceSize));
        Encoding.UTF8.GetBytes(text, plain);
        using var aes = Open(exchangeId);
        aes.Encrypt(output.AsSpan(1, NonceSize), plain, plain, output.AsSpan(output.Length - TagSize), Context(exchangeId, path));
        return Convert.ToBase64String(output);
    }

    /// <inheritdoc/>
    public string? Unseal(string exchangeId, string path, string sealedText)
    {
        var input = new byte[sealedText.Length];
        if (!Convert.TryFromBase64String(sealedText, input, out var length) || length < Overhead || input[0] != Version)
        {
            return null;
        }

        var plain = input.AsSpan(1 + NonceSize, length - Overhead);
        try
        {
            using var aes = Open(exchangeId);
            aes.Decrypt(input.AsSpan(1, NonceSize), plain, input.AsSpan(length - TagSize, TagSize), plain, Context(exchangeId, path));
            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    // The length before the id keeps ("ab", "c") apart from ("a", "bc").
    private static byte[] Context(string exchangeId, string path) => Encoding.UTF8.GetBytes($"{exchangeId.Length}:{exchangeId}{path}");

    private AesGcm Open(string exchangeId) =>
        new(HMACSHA256.HashData(contentKey, Encoding.UTF8.GetBytes("bartizan/seal/v1 " + exchangeId)), TagSize);
}
