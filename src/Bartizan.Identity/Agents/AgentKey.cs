using System.Security.Cryptography;
using System.Text;
using Bartizan.Core.Hashing;

namespace Bartizan.Identity.Agents;

/// <summary>How a key text reads.</summary>
public enum AgentKeyForm
{
    /// <summary>It has the form of an agent key.</summary>
    WellFormed,

    /// <summary>It is not an agent key at all.</summary>
    Malformed,

    /// <summary>It has the form but not the check sum: mistyped or cut.</summary>
    Mistyped,
}

/// <summary>
/// The key of an agent: <c>btz_&lt;key id&gt;_&lt;secret&gt;&lt;check&gt;</c> in Crockford base 32, lower case:
/// 12 characters of key id (60 random bits, not secret), 52 of secret (256 random bits), 6 of check sum
/// (the first 30 bits of SHA-256 of everything before it), so that a mistyped key is told from an unknown one.
/// </summary>
public static class AgentKey
{
    /// <summary>What every key begins with; secret scanners look for it.</summary>
    public const string Prefix = "btz_";

    /// <summary>Characters in a key.</summary>
    public const int Length = 75;

    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int KeyIdLength = 12;
    private const int SecretStart = 4 + KeyIdLength + 1;
    private const int CheckStart = SecretStart + 52;

    private static readonly System.Buffers.SearchValues<char> Allowed = System.Buffers.SearchValues.Create(Alphabet);

    /// <summary>Makes a key with 256 bits of the operating system's randomness.</summary>
    public static string Create() => Compose(
        RandomNumberGenerator.GetString(Alphabet, KeyIdLength),
        // 52 characters carry 260 bits.
        RandomNumberGenerator.GetString(Alphabet, CheckStart - SecretStart));

    /// <summary>Puts a key together of its parts and their check sum.</summary>
    internal static string Compose(ReadOnlySpan<char> keyId, ReadOnlySpan<char> secret)
    {
        Span<char> key = stackalloc char[Length];
        Prefix.CopyTo(key);
        keyId.CopyTo(key[4..]);
        key[SecretStart - 1] = '_';
        secret.CopyTo(key[SecretStart..]);
        Check(key[..CheckStart], key[CheckStart..]);
        return new string(key);
    }

    /// <summary>Says whether a text is a key, and if not, why. Looks at the form only.</summary>
    public static AgentKeyForm Read(ReadOnlySpan<char> key)
    {
        if (key.Length != Length || !key.StartsWith(Prefix) || key[SecretStart - 1] != '_'
            || key.Slice(4, KeyIdLength).ContainsAnyExcept(Allowed) || key[SecretStart..].ContainsAnyExcept(Allowed))
        {
            return AgentKeyForm.Malformed;
        }

        Span<char> check = stackalloc char[Length - CheckStart];
        Check(key[..CheckStart], check);
        return key[CheckStart..].SequenceEqual(check) ? AgentKeyForm.WellFormed : AgentKeyForm.Mistyped;
    }

    /// <summary>The public part of a well-formed key.</summary>
    public static ReadOnlySpan<char> KeyId(ReadOnlySpan<char> key) => key.Slice(4, KeyIdLength);

    /// <summary>SHA-256 of the secret part of a well-formed key, into 32 bytes.</summary>
    public static void Hash(ReadOnlySpan<char> key, Span<byte> hash)
    {
        Span<byte> secret = stackalloc byte[CheckStart - SecretStart];
        Encoding.ASCII.GetBytes(key[SecretStart..CheckStart], secret);
        Sha256.Hash(secret, hash);
        CryptographicOperations.ZeroMemory(secret);
    }

    private static void Check(ReadOnlySpan<char> body, Span<char> check)
    {
        Span<byte> text = stackalloc byte[CheckStart];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Encoding.ASCII.GetBytes(body, text);
        Sha256.Hash(text, hash);
        var bits = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash) >> 2;
        for (var i = check.Length - 1; i >= 0; i--, bits >>= 5)
        {
            check[i] = Alphabet[(int)(bits & 31)];
        }
    }
}
