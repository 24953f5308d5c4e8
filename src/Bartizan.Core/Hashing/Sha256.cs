using System.Security.Cryptography;

namespace Bartizan.Core.Hashing;

/// <summary>
/// SHA-256 (FIPS 180-4) for paths that hash something on every exchange. The framework's one-shot call sets up and tears down
/// a hash object each time, which costs several times the hashing of a short input; here each thread keeps one.
/// </summary>
public static class Sha256
{
    /// <summary>Bytes in a hash.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    [ThreadStatic]
    private static IncrementalHash? _hash;

    /// <summary>Hashes <paramref name="data"/> into the 32 bytes of <paramref name="destination"/>.</summary>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        var hash = Begin(destination);
        hash.AppendData(data);
        hash.GetHashAndReset(destination);
    }

    /// <summary>Hashes <paramref name="first"/> followed by <paramref name="second"/>.</summary>
    public static void Hash(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> destination)
    {
        var hash = Begin(destination);
        hash.AppendData(first);
        hash.AppendData(second);
        hash.GetHashAndReset(destination);
    }

    // Checked before anything is taken in: what a failed call had left would spoil the thread's next hash.
    private static IncrementalHash Begin(Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, Size, nameof(destination));
        return _hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    }
}
