using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bartizan.Guard.Secrets;

/// <summary>
/// Finds runs of token characters (letters, digits, <c>_ - + / .</c>), 64 characters at a time: each block becomes a mask with a bit a character,
/// and shifts of the mask find the runs in it. Text without long runs costs a fraction of a nanosecond a character.
/// </summary>
internal static class TokenRuns
{
    /// <summary>Shorter runs hold nothing of interest.</summary>
    public const int MinRun = 12;

    private const int Block = 64;

    /// <summary>The first run of at least <see cref="MinRun"/> at or after <paramref name="from"/>; one that begins before it counts from there.</summary>
    public static bool TryFind(ReadOnlySpan<char> text, int from, out int start, out int end)
    {
        var running = 0;
        for (var at = from; at < text.Length; at += Block)
        {
            var mask = MaskAt(text, at);
            var head = BitOperations.TrailingZeroCount(~mask);
            if (running + head >= MinRun)
            {
                start = at - running;
                end = EndOf(text, at + head);
                return true;
            }

            // A bit stays where it and the eleven after it are set.
            var runs = mask & (mask >> 1);
            runs &= runs >> 2;
            runs &= runs >> 4;
            runs &= runs >> 4;
            if (runs != 0)
            {
                start = at + BitOperations.TrailingZeroCount(runs);
                end = EndOf(text, start + MinRun);
                return true;
            }

            running = BitOperations.LeadingZeroCount(~mask);
        }

        start = end = text.Length;
        return false;
    }

    private static int EndOf(ReadOnlySpan<char> text, int at)
    {
        for (; at < text.Length; at += Block)
        {
            var mask = MaskAt(text, at);
            if (mask != ulong.MaxValue)
            {
                return at + BitOperations.TrailingZeroCount(~mask);
            }
        }

        return text.Length;
    }

    /// <summary>Which of the 64 characters from <paramref name="at"/> on are token characters; none beyond the end is.</summary>
    private static ulong MaskAt(ReadOnlySpan<char> text, int at)
    {
        if (text.Length - at >= Block)
        {
            return Mask(MemoryMarshal.Cast<char, ushort>(text.Slice(at, Block)));
        }

        Span<ushort> padded = stackalloc ushort[Block];
        padded.Clear();
        MemoryMarshal.Cast<char, ushort>(text[at..]).CopyTo(padded);
        return Mask(padded);
    }

    private static ulong Mask(ReadOnlySpan<ushort> block) =>
        Quarter(block)
        | ((ulong)Quarter(block[(Block / 4)..]) << (Block / 4))
        | ((ulong)Quarter(block[(Block / 2)..]) << (Block / 2))
        | ((ulong)Quarter(block[(Block / 4 * 3)..]) << (Block / 4 * 3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Quarter(ReadOnlySpan<ushort> block)
    {
        var units = Vector256.Create(block);

        // Setting bit 5 makes capitals small; from '-' to '9' stand the hyphen, the full stop, the slash and the digits.
        var letters = Vector256.LessThan((units | Vector256.Create((ushort)0x20)) - Vector256.Create((ushort)'a'), Vector256.Create((ushort)26));
        var numbers = Vector256.LessThan(units - Vector256.Create((ushort)'-'), Vector256.Create((ushort)('9' - '-' + 1)));
        var signs = Vector256.Equals(units, Vector256.Create((ushort)'_')) | Vector256.Equals(units, Vector256.Create((ushort)'+'));
        return (letters | numbers | signs).ExtractMostSignificantBits();
    }
}
