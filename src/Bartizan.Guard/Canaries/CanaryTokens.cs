using System.Security.Cryptography;
using System.Text;

namespace Bartizan.Guard.Canaries;

/// <summary>
/// Issues and recognises canary tokens: words to plant in a system prompt or a document that nobody has cause to repeat.
/// A token carries its own proof (HMAC-SHA-256, 70 bits), so recognising needs the key and no list.
/// Form: <c>bz</c>, 10 characters that name the plant, 14 of proof; base32, lower case, 26 in all.
/// </summary>
public sealed class CanaryTokens
{
    /// <summary>UTF-16 units of a token.</summary>
    public const int Length = 26;

    private const int NameLength = 10;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private readonly byte[] _key;

    /// <summary>Creates an issuer.</summary>
    /// <param name="key">At least 16 bytes, kept secret.</param>
    public CanaryTokens(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, 16, nameof(key));
        _key = key.ToArray();
    }

    /// <summary>The token of the plant called <paramref name="plant"/>, e.g. a document's id: always the same for the same key.</summary>
    public string Issue(string plant)
    {
        Span<char> token = stackalloc char[Length];
        "bz".CopyTo(token);
        Encode(Mac(1, plant), token.Slice(2, NameLength));
        Encode(Mac(2, token[..(2 + NameLength)]), token[(2 + NameLength)..]);
        return token.ToString();
    }

    /// <summary>Whether <paramref name="token"/> is one of ours, in any case.</summary>
    public bool Recognise(ReadOnlySpan<char> token)
    {
        if (token.Length != Length)
        {
            return false;
        }

        Span<char> lower = stackalloc char[Length];
        token.ToLowerInvariant(lower);
        if (lower is not ['b', 'z', ..])
        {
            return false;
        }

        Span<char> expected = stackalloc char[Length - 2 - NameLength];
        Encode(Mac(2, lower[..(2 + NameLength)]), expected);
        var difference = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            difference |= expected[i] ^ lower[2 + NameLength + i];
        }

        return difference == 0;
    }

    /// <summary>Whether <paramref name="token"/> is the one issued for <paramref name="plant"/>: names what leaked.</summary>
    public bool IsOf(ReadOnlySpan<char> token, string plant) => token.Equals(Issue(plant), StringComparison.OrdinalIgnoreCase);

    // The first byte keeps the two uses of the key apart.
    private byte[] Mac(byte use, ReadOnlySpan<char> text)
    {
        var bytes = new byte[1 + Encoding.UTF8.GetByteCount(text)];
        bytes[0] = use;
        Encoding.UTF8.GetBytes(text, bytes.AsSpan(1));
        return HMACSHA256.HashData(_key, bytes);
    }

    private static void Encode(ReadOnlySpan<byte> mac, Span<char> into)
    {
        for (var i = 0; i < into.Length; i++)
        {
            // Bits 5i to 5i+4, most significant first.
            var bit = 5 * i;
            var pair = (mac[bit / 8] << 8) | mac[(bit / 8) + 1];
            into[i] = Alphabet[(pair >> (11 - (bit % 8))) & 31];
        }
    }
}
