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
            var hash = c < 128 ? ScanAscii(text, classes, value, ref i) : ScanWide(text, ref i);
            if (i - start == 1 && char.IsAsciiLetter(c) && IsSpaced(text, start))
            {
                hash = ScanSpaced(text, hash, ref i);
            }

            var before = start == 0 ? '\n' : text[start - 1];
            var after = i == text.Length ? '\n' : text[i];
            sink.Add(new Word(hash, start, i, before, after, opens));
            breaks = 0;
            gapStart = i;
        }
    }

    private static ulong ScanAscii(ReadOnlySpan<char> text, ReadOnlySpan<byte> classes, byte value, ref int position)
    {
        var start = position;
        var state = FeatureHash.Seed;
        ulong block = 0;
        byte any = 0;
        byte all = 0xFF;
        var i = start;
        do
        {
            any |= value;
            all &= value;
            block |= (ulong)(value & 0x7F) << (8 * ((i - start) & 7));
            i++;
            if (((i - start) & 7) == 0)
            {
                state = FeatureHash.Block(state, block);
                block = 0;
            }

            if (i == text.Length)
                break;
            var c = text[i];
            if (c >= 128)
            {
                if (CharClasses.IsWordByItself(c) || !(CharClasses.IsWordUnit(c) || CharClasses.IsSilent(c)))
                    break;
                position = start;
                return ScanWide(text, ref position);
            }

            value = classes[c];
        }
        while (value >= CharClasses.FirstWordUnit);

        position = i;
        if ((all & CharClasses.Digit) != 0)
            return FeatureHash.Number;
        if (i - start > LongestWord)
            return FeatureHash.Blob;
        return FeatureHash.Finish(block == 0 ? state : FeatureHash.Block(state, block));
    }

    private static ulong ScanWide(ReadOnlySpan<char> text, ref int position)
    {
        var start = position;
        if (CharClasses.IsWordByItself(text[start]))
        {
            position = start + 1;
            return FeatureHash.Finish(FeatureHash.Block(FeatureHash.WideSeed, text[start]));
        }

        var state = FeatureHash.WideSeed;
        ulong block = 0;
        var count = 0;
        var i = start;
        for (; i < text.Length; i++)
        {
            var c = text[i];
            if (CharClasses.IsSilent(c))
                continue;
            if (!CharClasses.IsWordUnit(c) || CharClasses.IsWordByItself(c))
                break;
            block |= (ulong)char.ToLowerInvariant(c) << (16 * (count & 3));
            if ((++count & 3) == 0)
            {
                state = FeatureHash.Block(state, block);
                block = 0;
            }
        }

        position = Math.Max(i, start + 1);
        return count > LongestWord ? FeatureHash.Blob : FeatureHash.Finish(block == 0 ? state : FeatureHash.Block(state, block));
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

    /// <summary>Reads letters set apart from one that ends at <paramref name="position"/>, and moves it to their end; <paramref name="single"/> when they are too few.</summary>
    internal static ulong ScanSpaced(ReadOnlySpan<char> text, ulong single, ref int position)
    {
        var start = position - 1;
        var i = start;
        while (IsSpaced(text, i))
        {
            i += 2;
        }

        var letters = ((i - start) / 2) + 1;
        if (letters < FewestSpacedLetters)
            return single;

        var state = FeatureHash.Seed;
        ulong block = 0;
        for (var n = 0; n < letters; n++)
        {
            block |= (ulong)(CharClasses.Ascii[text[start + (2 * n)]] & 0x7F) << (8 * (n & 7));
            if ((n & 7) == 7)
            {
                state = FeatureHash.Block(state, block);
                block = 0;
            }
        }

        position = i + 1;
        return letters > LongestWord ? FeatureHash.Blob : FeatureHash.Finish(block == 0 ? state : FeatureHash.Block(state, block));
    }

    private static bool IsSingleSeparator(char c) => c is ' ' or '.' or '-' or '_' or '*' or '/' or '|';

    private static byte WideClass(char c) => CharClasses.IsWordUnit(c) ? CharClasses.FirstWordUnit : CharClasses.BreakOf(c);
}
