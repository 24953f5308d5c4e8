using System.Numerics;
using System.Runtime.CompilerServices;

namespace Bartizan.Guard.Injection.Features;

/// <summary>
/// The feature hash, fixed bit by bit: a model is only as good as the agreement between trainer and gateway. Test vectors hold it.
/// A word is its folded units packed little-endian, eight ASCII bytes (or four UTF-16 units beyond ASCII) to a block; each block is
/// mixed in by xor, an odd multiplier and a shift. A feature of several words mixes their hashes; the table index is its top bits.
/// </summary>
internal static class FeatureHash
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;   // 2^64 / golden ratio, odd
    private const ulong Second = 0xC2B2AE3D27D4EB4F;
    private const ulong Third = 0x165667B19E3779F9;

    /// <summary>The state before the first block of an ASCII word.</summary>
    public const ulong Seed = 0x2545F4914F6CDD1D;

    /// <summary>The state before the first block of a word beyond ASCII.</summary>
    public const ulong WideSeed = 0x5851F42D4C957F2D;

    /// <summary>The state before the first letters of a word.</summary>
    public const ulong StemSeed = 0x6A09E667F3BCC909;

    /// <summary>The state before a word's skeleton.</summary>
    public const ulong SkeletonSeed = 0xBB67AE8584CAA73B;

    /// <summary>The state before the parts of an order.</summary>
    public const ulong PartsSeed = 0x3C6EF372FE94F82B;

    /// <summary>The word that stands for every number.</summary>
    public static readonly ulong Number = Finish(Block(Seed, '0'));

    /// <summary>The word that stands for every run of letters and digits too long to be a word.</summary>
    public static readonly ulong Blob = Finish(Block(Seed, '#'));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Block(ulong state, ulong block)
    {
        state = (state ^ block) * Multiplier;
        return state ^ (state >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Finish(ulong state) => state * Second;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Pair(ulong first, ulong second) => (BitOperations.RotateLeft(first, 23) + second) * Multiplier;

    /// <summary>A word, any one word, and another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Gap(ulong first, ulong third) => (BitOperations.RotateLeft(first, 11) ^ third) * Third;

    /// <summary>Two <see cref="OrderParts"/> that follow each other, whatever words stand between.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Parts(int first, int second) => Block(PartsSeed, (ulong)((first << 8) | second)) * Second;

    /// <summary>Two parts with one more between.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong PartsApart(int first, int third) => Block(PartsSeed, (ulong)((first << 8) | third)) * Third;

    /// <summary>A word with the mark before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong MarkBefore(char mark, ulong word) => (word + (mark * Third)) * Multiplier;

    /// <summary>A word with the mark after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong MarkAfter(ulong word, char mark) => (word ^ (mark * Second)) * Third;
}
