using System.Numerics;

namespace Bartizan.Storage.Merkle;

/// <summary>Checks proofs without the tree; the algorithms of RFC 9162, sections 2.1.3.2 and 2.1.4.2.</summary>
public static class MerkleVerification
{
    /// <summary>Whether <paramref name="path"/> proves that the leaf stands at <paramref name="index"/> in the tree with this size and root.</summary>
    public static bool Inclusion(ReadOnlySpan<byte> leafHash, long index, long size, IReadOnlyList<byte[]> path, ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= size)
        {
            return false;
        }

        long node = index, last = size - 1;
        var hash = leafHash.ToArray();
        foreach (var sibling in path)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                hash = MerkleHash.Node(sibling, hash);
                var shift = (node & 1) == 1 ? 0 : BitOperations.TrailingZeroCount(node);
                node >>= shift;
                last >>= shift;
            }
            else
            {
                hash = MerkleHash.Node(hash, sibling);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && root.SequenceEqual(hash);
    }

    /// <summary>Whether <paramref name="path"/> proves that the newer tree begins with the older one.</summary>
    public static bool Consistency(long older, ReadOnlySpan<byte> olderRoot, long newer, ReadOnlySpan<byte> newerRoot, IReadOnlyList<byte[]> path)
    {
        if (older < 0 || older > newer)
        {
            return false;
        }

        if (older == newer)
        {
            return path.Count == 0 && olderRoot.SequenceEqual(newerRoot);
        }

        if (older == 0)
        {
            return path.Count == 0;
        }

        // When the older tree is complete its root is the first node, and the proof leaves it out.
        var complete = BitOperations.IsPow2(older);
        if (!complete && path.Count == 0)
        {
            return false;
        }

        var first = complete ? olderRoot.ToArray() : path[0];
        var shift = BitOperations.TrailingZeroCount(older);
        long node = (older - 1) >> shift, last = (newer - 1) >> shift;
        byte[] oldHash = first, newHash = first;
        for (var i = complete ? 0 : 1; i < path.Count; i++)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                oldHash = MerkleHash.Node(path[i], oldHash);
                newHash = MerkleHash.Node(path[i], newHash);
                var skip = (node & 1) == 1 ? 0 : BitOperations.TrailingZeroCount(node);
                node >>= skip;
                last >>= skip;
            }
            else
            {
                newHash = MerkleHash.Node(newHash, path[i]);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && olderRoot.SequenceEqual(oldHash) && newerRoot.SequenceEqual(newHash);
    }
}
