using System.Security.Cryptography;
using System.Text;

namespace Bartizan.Storage.Keys.Sealing;

/// <summary>Wraps with AES-256-GCM under a key in memory. Form: base64 of nonce (12), ciphertext, tag (16).</summary>
internal sealed class LocalKeyWrapper(byte[] key) : IKeyWrapper
{
    /// <summary>Bytes of a nonce (NIST SP 800-38D section 8.2).</summary>
    public const int NonceSize = 12;

    /// <summary>Bytes of a tag.</summary>
    public const int TagSize = 16;

    /// <inheritdoc/>
    public string Wrap(byte[] dataKey, string context)
    {
        var output = new byte[NonceSize + dataKey.Length + TagSize];
        RandomNumberGenerator.Fill(output.AsSpan(0, NonceSize));
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(output.AsSpan(0, NonceSize), dataKey, output.AsSpan(NonceSize, dataKey.Length), output.AsSpan(NonceSize + dataKey.Length), Encoding.UTF8.GetBytes(context));
        return Convert.ToBase64String(output);
    }

    /// <inheritdoc/>
    public byte[]? Unwrap(string wrapped, string context)
    {
        var input = new byte[wrapped.Length];
        if (!Convert.TryFromBase64String(wrapped, input, out var length) || length < NonceSize + TagSize)
        {
            return null;
        }

        var dataKey = new byte[length - NonceSize - TagSize];
        try
        {
            using var aes = new AesGcm(key, TagSize);
            aes.Decrypt(input.AsSpan(0, NonceSize), input.AsSpan(NonceSize, dataKey.Length), input.AsSpan(length - TagSize, TagSize), dataKey, Encoding.UTF8.GetBytes(context));
            return dataKey;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(key);
}
