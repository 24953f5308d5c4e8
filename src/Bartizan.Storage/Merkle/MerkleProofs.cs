using System.Numerics;

namespace Bartizan.Storage.Merkle;

/// <summary>Makes roots and proofs of RFC 6962, sections 2.1.1 and 2.1.2, from the hashes of complete subtrees.</summary>
public static class MerkleProofs
{
    /// <summary>Root of the tree of the first <paramref name="size"/> leaves.</summary>
    public static byte[] Root(INodeSource nodes, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return size == 0 ? MerkleHash.EmptyRoot() : Range(nodes, 0, size);
    }

    /// <summary>Audit path of leaf <paramref name="index"/> in the tree of <paramref name="size"/> leaves, from the leaf's sibling up.</summary>
    public static IReadOnlyList<byte[]> Inclusion(INodeSource nodes, long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<byte[]>();
        for (long from = 0, to = size; to - from > 1;)
        {
            var middle = from + SplitPoint(to - from);
            if (index < middle)
            {
                path.Add(Range(nodes, middle, to));
                to = middle;
            }
            else
            {
                path.Add(Range(nodes, from, middle));
                from = middle;
            }
        }

        path.Reverse();
        return path;
    }

    /// <summary>Proof that the tree of <paramref name="newer"/> leaves begins with the tree of <paramref name="older"/> leaves; empty when they are equal or the older is empty.</summary>
    public static IReadOnlyList<byte[]> Consistency(INodeSource nodes, long older, long newer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(older);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(older, newer);
        var path = new List<byte[]>();
        if (older == 0 || older == newer)
        {
            return path;
        }

        // SUBPROOF(m, D[n], b): walk towards the place where the older tree ends.
        long from = 0, to = newer;
        var whole = true;
        while (older != to)
        {
            var middle = from + SplitPoint(to - from);
            if (older <= middle)
            {
                path.Add(Range(nodes, middle, to));
                to = middle;
            }
            else
            {
                path.Add(Range(nodes, from, middle));
                from = middle;
                whole = false;
            }
        }

        if (!whole)
        {
            path.Add(Range(nodes, from, to));
        }

        path.Reverse();
        return path;
    }

    /// <summary>The largest power of two smaller than <paramref name="count"/>, for a count of at least 2.</summary>
    internal static long SplitPoint(long count) => 1L << BitOperations.Log2((ulong)(count - 1));

    // MTH of leaves [from, to). The recursion of the RFC only ever asks for ranges that begin where a complete subtree of their own size may begin.
    private static byte[] Range(INodeSource nodes, long from, long to)
    {
        var count = to - from;
        if (BitOperations.IsPow2(count))
        {
            var level = BitOperations.Log2((ulong)count);
            return nodes.Node(level, from >> level);
        }

        var middle = from + SplitPoint(count);
        return MerkleHash.Node(Range(nodes, from, middle), Range(nodes, middle, to));
    }
}
