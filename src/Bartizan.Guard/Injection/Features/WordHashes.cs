using System.Runtime.CompilerServices;

namespace Bartizan.Guard.Injection.Features;

/// <summary>The hash of a word and of its shape; short words are their own shape.</summary>
internal readonly record struct WordHashes(ulong Word, ulong Stem, ulong Skeleton)
{
    /// <summary>The word that stands for every number.</summary>
    public static readonly WordHashes Number = new(FeatureHash.Number, FeatureHash.Number, FeatureHash.Number);

    /// <summary>The word that stands for every run too long to be a word.</summary>
    public static readonly WordHashes Blob = new(FeatureHash.Blob, FeatureHash.Blob, FeatureHash.Blob);

    /// <summary>Of <paramref name="length"/> folded bytes; eight more must be readable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordHashes Of(ref byte folded, int length) =>
        length <= WordScanner.LongestWord ? WordShape.Of(Hash(ref folded, length), ref folded, length) : Blob;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(ref byte folded, int length)
    {
        if (length > sizeof(ulong))
            return HashLong(ref folded, length);
        var block = Unsafe.ReadUnaligned<ulong>(ref folded) & (ulong.MaxValue >> (64 - (8 * length)));
        return FeatureHash.Finish(FeatureHash.Block(FeatureHash.Seed, block));
    }

    private static ulong HashLong(ref byte folded, int length)
    {
        var state = FeatureHash.Seed;
        var i = 0;
        for (; length - i >= sizeof(ulong); i += sizeof(ulong))
        {
            state = FeatureHash.Block(state, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref folded, i)));
        }

        if (i < length)
        {
            var last = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref folded, i));
            state = FeatureHash.Block(state, last & (ulong.MaxValue >> (64 - (8 * (length - i)))));
        }

        return FeatureHash.Finish(state);
    }
}
