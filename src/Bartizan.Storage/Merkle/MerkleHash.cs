using System.Security.Cryptography;
using Bartizan.Core.Hashing;

namespace Bartizan.Storage.Merkle;

/// <summary>The hashes of RFC 6962, section 2.1: leaves and inner nodes are told apart by their first byte.</summary>
public static class MerkleHash
{
    /// <summary>Bytes in a hash (SHA-256).</summary>
    public const int Size = 32;

    /// <summary>SHA-256(0x00 || entry).</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> entry)
    {
        var hash = new byte[Size];
        Leaf(entry, hash);
        return hash;
    }

    /// <summary>SHA-256(0x00 || entry) into <paramref name="hash"/>.</summary>
    public static void Leaf(ReadOnlySpan<byte> entry, Span<byte> hash) => Sha256.Hash([0], entry, hash);

    /// <summary>SHA-256(0x01 || left || right).</summary>
    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var hash = new byte[Size];
        Node(left, right, hash);
        return hash;
    }

    /// <summary>SHA-256(0x01 || left || right) into <paramref name="hash"/>, which may be either input.</summary>
    public static void Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> hash)
    {
        Span<byte> input = stackalloc byte[1 + (2 * Size)];
        input[0] = 1;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + Size)..]);
        Sha256.Hash(input, hash);
    }

    /// <summary>The root of the empty tree: SHA-256 of nothing.</summary>
    public static byte[] EmptyRoot() => SHA256.HashData([]);
}
