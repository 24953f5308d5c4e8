using System.Runtime.InteropServices;
using System.Text;

namespace Bartizan.Guard.Injection.Features;

/// <summary>
/// Cuts normalised text into words and hashes each as it goes, in one pass without allocation. A word is a run of letters and
/// digits, folded to lower case; digits among letters read as the letters they imitate; letters set apart one by one
/// (<c>i g n o r e</c>) read as the word they spell; in scripts without spaces each unit is a word.
/// </summary>
internal static class WordScanner
{
    /// <summary>Runs longer than this are keys, hashes or encodings, not words.</summary>
    public const int LongestWord = 32;

    private const int FewestSpacedLetters = 3;
    private const int FewestBetweenGaps = 2;

    /// <summary>Gives every word of <paramref name="text"/> to <paramref name="sink"/>.</summary>
    public static void Scan<TSink>(ReadOnlySpan<char> text, ref TSink sink)
        where TSink : struct, IWordSink, allows ref struct
    {
        if (Ascii.IsValid(text))
        {
            AsciiWordScanner.Scan(text, ref sink);
        }
        else
        {
            ScanAny(text, ref sink);
        }
    }

    /// <summary>As <see cref="Scan"/>, for text of any characters.</summary>
    internal static void ScanAny<TSink>(ReadOnlySpan<char> text, ref TSink sink)
        where TSink : struct, IWordSink, allows ref struct
    {
        var classes = CharClasses.Ascii;
        var breaks = CharClasses.HardBreak;
        var gapStart = 0;
        var apart = 0;
        var i = 0;
        while (i < text.Length)
        {
            // 1. The gap before a word: collect the breaks in it.
            var c = text[i];
            var value = c < 128 ? classes[c] : WideClass(c);
            if (value < CharClasses.FirstWordUnit)
            {
                breaks |= value;
                i++;
                continue;
            }

            // 2. The word.
            var start = i;
            var opens = Opens(breaks, start - gapStart);
            var hashes = ScanRun(text, classes, ref i);
            var (from, to) = (start - apart, i - apart);
            if (i - start == 1 && char.IsAsciiLetter(c) && IsSpaced(text, start))
            {
                hashes = ScanSpaced(text, hashes, ref i, ref to, ref apart);
            }

            var before = start == 0 ? '\n' : text[start - 1];
            var after = i == text.Length ? '\n' : text[i];
            sink.Add(new Word(hashes.Word, start, i, from, to, before, after, opens, hashes.Stem, hashes.Skeleton));
            breaks = 0;
            gapStart = i;
        }
    }

    private static WordHashes ScanRun(ReadOnlySpan<char> text, ReadOnlySpan<byte> classes, ref int position)
    {
        var start = position;
        if (CharClasses.IsWordByItself(text[start]))
        {
            position = start + 1;
            return Wide(FeatureHash.Finish(FeatureHash.Block(FeatureHash.WideSeed, text[start])));
        }

        Span<byte> folded = stackalloc byte[LongestWord + sizeof(ulong)];
        folded.Clear();
        var (count, number, plain) = (0, true, true);
        var i = start;
        for (; i < text.Length; i++)
        {
            var c = text[i];
            byte unit;
            if (c < 128)
            {
                if (classes[c] < CharClasses.FirstWordUnit)
                    break;
                unit = (byte)(classes[c] & 0x7F);
                number &= (classes[c] & CharClasses.Digit) != 0;
            }
            else if (CharClasses.IsSilent(c))
            {
                continue;
            }
            else if (!CharClasses.IsWordUnit(c) || CharClasses.IsWordByItself(c))
            {
                break;
            }
            else
            {
                unit = PlainLetters.Of(c);
                number = false;
                plain &= unit != 0;
            }

            if (count < LongestWord)
            {
                folded[count] = unit;
            }

            count++;
        }

        position = Math.Max(i, start + 1);
        if (number && count > 0)
            return WordHashes.Number;
        if (count > LongestWord)
            return WordHashes.Blob;
        return plain ? WordHashes.Of(ref MemoryMarshal.GetReference(folded), count) : WideWord(text[start..position]);
    }

    private static WordHashes Wide(ulong hash) => new(hash, hash, hash);

    private static WordHashes WideWord(ReadOnlySpan<char> word)
    {
        var hash = HashWide(word);
        return word.Length <= WordShape.StemLength ? Wide(hash) : new WordHashes(hash, HashWide(word[..WordShape.StemLength]), hash);
    }

    private static ulong HashWide(ReadOnlySpan<char> word)
    {
        var state = FeatureHash.WideSeed;
        ulong block = 0;
        var count = 0;
        foreach (var c in word)
        {
            if (CharClasses.IsSilent(c))
                continue;
            block |= (ulong)char.ToLowerInvariant(c) << (16 * (count & 3));
            if ((++count & 3) == 0)
            {
                state = FeatureHash.Block(state, block);
                block = 0;
            }
        }

        return FeatureHash.Finish(block == 0 ? state : FeatureHash.Block(state, block));
    }

    /// <summary>Whether separators with these breaks, <paramref name="length"/> units together, end a unit.</summary>
    internal static bool Opens(byte breaks, int length) =>
        (breaks & CharClasses.HardBreak) != 0 || ((breaks & CharClasses.SoftBreak) != 0 && length > 1);

    /// <summary>Whether the letter at <paramref name="i"/> stands apart and another one follows after a single separator.</summary>
    internal static bool IsSpaced(ReadOnlySpan<char> text, int i) =>
        i + 2 < text.Length
        && char.IsAsciiLetterOrDigit(text[i])
        && IsSingleSeparator(text[i + 1])
        && char.IsAsciiLetterOrDigit(text[i + 2])
        && (i + 3 == text.Length || !char.IsAsciiLetterOrDigit(text[i + 3]));

    /// <summary>
    /// Reads letters set apart from one that ends at <paramref name="position"/>, and moves it to their end; <paramref name="single"/> when they are too few.
    /// What stands between them, and in the wider gap behind them, is added to <paramref name="apart"/>; <paramref name="to"/> is moved to the end of the word they spell.
    /// </summary>
    internal static WordHashes ScanSpaced(ReadOnlySpan<char> text, WordHashes single, ref int position, ref int to, ref int apart)
    {
        var start = position - 1;
        var i = start;
        while (IsSpaced(text, i) && text[i + 1] == text[start + 1])
        {
            i += 2;
        }

        var letters = ((i - start) / 2) + 1;
        if (letters < FewestSpacedLetters && !(letters == FewestBetweenGaps && IsBetweenGaps(text, start, i + 1)))
            return single;
        position = i + 1;
        to += letters - 1;
        apart += letters - 1 + Math.Max(0, text[position..].IndexOfAnyExcept(' ') - 1);
        if (letters > LongestWord)
            return WordHashes.Blob;
        Span<byte> folded = stackalloc byte[LongestWord + sizeof(ulong)];
        folded.Clear();
        for (var n = 0; n < letters; n++)
        {
            folded[n] = (byte)(CharClasses.Ascii[text[start + (2 * n)]] & 0x7F);
        }

        return WordHashes.Of(ref MemoryMarshal.GetReference(folded), letters);
    }

    private static bool IsBetweenGaps(ReadOnlySpan<char> text, int start, int end) =>
        (start == 0 || (start > 1 && text[(start - 2)..start] is "  ")) && (end == text.Length || (end + 1 < text.Length && text.Slice(end, 2) is "  "));

    private static bool IsSingleSeparator(char c) => c is ' ' or '.' or '-' or '_' or '*' or '/' or '|';

    private static byte WideClass(char c) => CharClasses.IsWordUnit(c) ? CharClasses.FirstWordUnit : CharClasses.BreakOf(c);
}
