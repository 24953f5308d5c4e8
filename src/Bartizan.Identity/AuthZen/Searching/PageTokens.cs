using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Bartizan.Identity.AuthZen.Searching;

/// <summary>
/// Makes and reads page tokens: where a search goes on, encrypted (AES-256-GCM), because the number tells how many candidates were passed over, and
/// bound to caller, search and the state of the files, so that a token leads nowhere else. The key lives and dies with the process.
/// </summary>
internal sealed class PageTokens
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int Size = NonceSize + sizeof(int) + TagSize;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>The token with which the search goes on at a candidate.</summary>
    public string Create(int next, ReadOnlySpan<byte> binding)
    {
        Span<byte> token = stackalloc byte[Size];
        Span<byte> place = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(place, next);
        RandomNumberGenerator.Fill(token[..NonceSize]);
        using var cipher = new AesGcm(_key, TagSize);
        cipher.Encrypt(token[..NonceSize], place, token.Slice(NonceSize, sizeof(int)), token[^TagSize..], binding);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Where the search goes on; null when the token was not made for it.</summary>
    public int? Read(string token, ReadOnlySpan<byte> binding)
    {
        Span<byte> bytes = stackalloc byte[Size];
        if (token.Length != Base64Url.GetEncodedLength(Size) || Base64Url.DecodeFromChars(token, bytes, out _, out var written) != OperationStatus.Done || written != Size)
        {
            return null;
        }

        Span<byte> place = stackalloc byte[sizeof(int)];
        using var cipher = new AesGcm(_key, TagSize);
        try
        {
            cipher.Decrypt(bytes[..NonceSize], bytes.Slice(NonceSize, sizeof(int)), bytes[^TagSize..], place, binding);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return BinaryPrimitives.ReadInt32BigEndian(place);
    }

    /// <summary>What a token is bound to.</summary>
    /// <param name="caller">The caller's id, empty for one without a key.</param>
    /// <param name="digest">State of the files.</param>
    /// <param name="fingerprint">The search.</param>
    public static byte[] Binding(string caller, string digest, ReadOnlySpan<byte> fingerprint) =>
        [.. SHA256.HashData(Encoding.UTF8.GetBytes($"{caller}\n{digest}")), .. fingerprint];
}
