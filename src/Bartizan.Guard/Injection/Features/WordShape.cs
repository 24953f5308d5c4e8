using System.Runtime.CompilerServices;

namespace Bartizan.Guard.Injection.Features;

/// <summary>
/// What words keep when they are inflected or jumbled: the stem is the first five letters; the skeleton is the first and last letter and
/// how often each stands between, so that <c>isntrutcions</c> has that of <c>instructions</c>. Short words are their own stem and skeleton.
/// </summary>
internal static class WordShape
{
    /// <summary>Letters of a stem.</summary>
    public const int StemLength = 5;

    private const int ShortestJumbled = 5;

    /// <summary>The hashes of a word of <paramref name="length"/> folded bytes; eight more must be readable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordHashes Of(ulong word, ref byte folded, int length)
    {
        if (length < ShortestJumbled)
            return new WordHashes(word, word, word);
        var stem = length == StemLength
            ? word
            : FeatureHash.Finish(FeatureHash.Block(FeatureHash.StemSeed, Unsafe.ReadUnaligned<ulong>(ref folded) & ((1UL << (8 * StemLength)) - 1)));
        return new WordHashes(word, stem, Skeleton(ref folded, length));
    }

    /// <summary>Two bits a letter count, modulo four, how often it stands between the first and the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Skeleton(ref byte folded, int length)
    {
        ulong counts = 0;
        for (var i = 1; i < length - 1; i++)
        {
            counts += 1UL << (2 * (Unsafe.Add(ref folded, i) & 31));
        }

        var ends = ((ulong)folded << 8) | Unsafe.Add(ref folded, length - 1);
        return FeatureHash.Finish(FeatureHash.Block(FeatureHash.Block(FeatureHash.SkeletonSeed, counts), ends));
    }
}
