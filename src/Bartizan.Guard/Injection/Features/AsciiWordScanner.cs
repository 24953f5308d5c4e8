using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bartizan.Guard.Injection.Features;

/// <summary>
/// <see cref="WordScanner"/> for text of ASCII alone, several times as fast: 64 characters at a time are folded and classed by vector
/// instructions, words are found by walking the edges of the resulting bit mask, and a word of up to eight letters is hashed from one
/// load. It finds the same words with the same hashes; a test compares the two.
/// </summary>
internal static class AsciiWordScanner
{
    private const int BlockLength = 64;
    private const int LongestOnStack = 2048;
    private const int None = -1;

    /// <summary>Gives every word of an ASCII text to <paramref name="sink"/>.</summary>
    public static void Scan<TSink>(ReadOnlySpan<char> text, ref TSink sink)
        where TSink : struct, IWordSink, allows ref struct
    {
        // A block of slack lets the last block be folded, and the last word be loaded, without looking at the end.
        var length = text.Length + (2 * BlockLength);
        byte[]? rented = null;
        var folded = length <= LongestOnStack ? stackalloc byte[LongestOnStack] : (rented = ArrayPool<byte>.Shared.Rent(length));
        Scan(text, ref MemoryMarshal.GetReference(folded), ref sink);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    private static void Scan<TSink>(ReadOnlySpan<char> text, ref byte folded, ref TSink sink)
        where TSink : struct, IWordSink, allows ref struct
    {
        var previousEnd = None;
        var apart = 0;
        var inWord = false;
        var start = 0;
        for (var at = 0; at < text.Length; at += BlockLength)
        {
            var block = text[at..];
            ref var into = ref Unsafe.Add(ref folded, at);
            var mask = block.Length < BlockLength ? FoldTail(block, ref into) : Fold(block, ref into);
            var edges = mask ^ ((mask << 1) | (inWord ? 1UL : 0));
            while (edges != 0)
            {
                var edge = at + BitOperations.TrailingZeroCount(edges);
                edges &= edges - 1;
                if (inWord)
                {
                    Give(text, ref folded, start, edge, ref previousEnd, ref apart, ref sink);
                }

                start = edge;
                inWord = !inWord;
            }
        }

        if (inWord)
        {
            Give(text, ref folded, start, text.Length, ref previousEnd, ref apart, ref sink);
        }
    }

    private static ulong FoldTail(ReadOnlySpan<char> rest, ref byte folded)
    {
        Span<char> block = stackalloc char[BlockLength];
        block.Clear();
        rest.CopyTo(block);
        return Fold(block, ref folded);
    }

    /// <summary>Folds 64 characters to lower-case bytes, digits to the letters they imitate; returns which of them belong to words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ReadOnlySpan<char> block, ref byte folded)
    {
        ref var units = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(block));
        var leet = Vector128.Create("oizeasgtbg\0\0\0\0\0\0"u8);
        ulong mask = 0;
        for (var i = 0; i < BlockLength; i += 16)
        {
            var bytes = Vector128.Narrow(Vector128.LoadUnsafe(ref units, (nuint)i), Vector128.LoadUnsafe(ref units, (nuint)i + 8));
            var lower = bytes | Vector128.Create((byte)0x20);
            var isLetter = Vector128.LessThan(lower - Vector128.Create((byte)'a'), Vector128.Create((byte)26));
            var isDigit = Vector128.LessThan(bytes - Vector128.Create((byte)'0'), Vector128.Create((byte)10));
            var imitated = Vector128.Shuffle(leet, bytes & Vector128.Create((byte)0x0F));
            Vector128.ConditionalSelect(isDigit, imitated, lower).StoreUnsafe(ref folded, (nuint)i);
            mask |= (ulong)(isLetter | isDigit).ExtractMostSignificantBits() << i;
        }

        return mask;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Give<TSink>(ReadOnlySpan<char> text, ref byte folded, int start, int end, ref int previousEnd, ref int apart, ref TSink sink)
        where TSink : struct, IWordSink, allows ref struct
    {
        if (start < previousEnd)
            return; // a letter of a word written letter by letter
        var hashes = WordHashes.Of(ref Unsafe.Add(ref folded, start), end - start);
        var (from, to) = (start - apart, end - apart);
        if (end - start == 1 && char.IsAsciiLetter(text[start]) && WordScanner.IsSpaced(text, start))
        {
            hashes = WordScanner.ScanSpaced(text, hashes, ref end, ref to, ref apart);
        }

        if (char.IsAsciiDigit(text[start]) && IsNumber(text[start..end]))
        {
            hashes = WordHashes.Number;
        }

        var before = start == 0 ? '\n' : text[start - 1];
        var after = end >= text.Length ? '\n' : text[end];
        sink.Add(new Word(hashes.Word, start, end, from, to, before, after, previousEnd == None || Opens(text[previousEnd..start]), hashes.Stem, hashes.Skeleton));
        previousEnd = end;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Opens(ReadOnlySpan<char> separators)
    {
        var classes = CharClasses.Ascii;
        byte breaks = 0;
        foreach (var c in separators)
        {
            breaks |= classes[c];
        }

        return WordScanner.Opens(breaks, separators.Length);
    }

    private static bool IsNumber(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            if (!char.IsAsciiDigit(c))
                return false;
        }

        return true;
    }
}
