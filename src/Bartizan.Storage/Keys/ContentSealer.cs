using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using Bartizan.Core.Content;
using Bartizan.Storage.Keys.Sealing;

namespace Bartizan.Storage.Keys;

/// <summary>
/// Digests with HMAC-SHA-256 and seals with AES-256-GCM. Each exchange has its own sealing key (HMAC of its id under a data key),
/// so random nonces never come near their limit. Sealed form: base64 of version 2, number of the data key (4, little endian), nonce (12), ciphertext, tag (16);
/// version 1, which is still read, has no number and is under the content key.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Lives as long as the process; each thread's hash goes with its thread.")]
internal sealed class ContentSealer(byte[] digestKey, byte[] contentKey, DataKeys? keys = null) : IContentProtector
{
    private const byte UnderContentKey = 1;
    private const byte UnderDataKey = 2;
    private const int NumberSize = 4;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int PieceSize = 4_096;

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
        var head = keys is null ? 1 : 1 + NumberSize;
        var output = new byte[head + NonceSize + Encoding.UTF8.GetByteCount(text) + TagSize];
        var key = contentKey;
        output[0] = UnderContentKey;
        if (keys is not null)
        {
            (var number, key) = keys.Newest();
            output[0] = UnderDataKey;
            BinaryPrimitives.WriteInt32LittleEndian(output.AsSpan(1), number);
        }

        var nonce = output.AsSpan(head, NonceSize);
        var plain = output.AsSpan(head + NonceSize, output.Length - head - NonceSize - TagSize);
        RandomNumberGenerator.Fill(nonce);
        Encoding.UTF8.GetBytes(text, plain);
        using var aes = Open(key, exchangeId);
        aes.Encrypt(nonce, plain, plain, output.AsSpan(output.Length - TagSize), Context(exchangeId, path));
        return Convert.ToBase64String(output);
    }

    /// <inheritdoc/>
    public string? Unseal(string exchangeId, string path, string sealedText)
    {
        var buffer = new byte[sealedText.Length];
        if (!Convert.TryFromBase64String(sealedText, buffer, out var length) || length == 0)
        {
            return null;
        }

        var input = buffer.AsSpan(0, length);
        var (key, head) = input[0] switch
        {
            UnderContentKey => (contentKey, 1),
            UnderDataKey when keys is not null && length > NumberSize => (keys.Find(BinaryPrimitives.ReadInt32LittleEndian(input[1..])), 1 + NumberSize),
            _ => (null, 0),
        };
        if (key is null || length < head + NonceSize + TagSize)
        {
            return null;
        }

        var plain = input[(head + NonceSize)..^TagSize];
        try
        {
            using var aes = Open(key, exchangeId);
            aes.Decrypt(input.Slice(head, NonceSize), plain, input[^TagSize..], plain, Context(exchangeId, path));
            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    // The length before the id keeps ("ab", "c") apart from ("a", "bc").
    private static byte[] Context(string exchangeId, string path) => Encoding.UTF8.GetBytes($"{exchangeId.Length}:{exchangeId}{path}");

    private static AesGcm Open(byte[] key, string exchangeId) =>
        new(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("bartizan/seal/v1 " + exchangeId)), TagSize);
}
