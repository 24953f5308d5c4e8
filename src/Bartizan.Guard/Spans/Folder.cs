using System.Buffers;
using System.Globalization;
using System.Text;
using Bartizan.Guard.Normalization;

namespace Bartizan.Guard.Spans;

/// <summary>What folding did to a piece of text.</summary>
[Flags]
internal enum Folds
{
    None = 0,
    Nfkc = 1,
    Confusables = 2,
    ZeroWidth = 4,
    Percent = 8,
    HtmlEntities = 16,
    Backslash = 32,
    Pending = 64,
}

/// <summary>
/// Folds text for the span detectors: every character that stands for an ASCII one becomes it, invisible ones vanish, escapes are opened.
/// It looks at one character or escape at a time and never at what surrounds it, so it can work on a stream.
/// </summary>
internal static class Folder
{
    /// <summary>Units that one fold writes at most.</summary>
    public const int MaxWritten = 8;

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        [.. Enumerable.Range(0, 128).Select(c => (char)c).Where(c => c is not ('%' or '&' or '\\') && !IsUnseen(c))]);

    /// <summary>The answer of <see cref="OfUnit"/> where one unit alone does not tell.</summary>
    public const ushort Look = ushort.MaxValue;

    private static readonly CharTable<ushort> Units = new(Classify);
    private static readonly string[] Names = ["nfkc", "confusables", "zero-width", "percent", "html-entities", "backslash"];

    /// <summary>
    /// What a unit stands for, by look-up: 0 where it stands for itself, <see cref="Look"/> where <see cref="Fold"/> must be asked,
    /// else the <see cref="Folds"/> in the high byte and the ASCII character, or NUL for nothing, in the low one.
    /// </summary>
    public static ushort OfUnit(char c) => Units[c];

    /// <summary>
    /// Where the first thing that is folded stands, and how. The end and <see cref="Folds.None"/> where there is none;
    /// <see cref="Folds.Pending"/> where more text is needed to say.
    /// </summary>
    public static Folds FirstFold(ref SpanText text, out int at)
    {
        Span<char> written = stackalloc char[MaxWritten];
        for (at = Next(text.Chars, 0); at < text.Length; at = Next(text.Chars, at))
        {
            var folds = Fold(ref text, at, written, out _, out var taken);
            if (folds != Folds.None)
            {
                return folds;
            }

            at += taken;
        }

        return Folds.None;
    }

    /// <summary>The first unit from <paramref name="at"/> on that does not plainly stand for itself, or the end.</summary>
    public static int Next(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && Units[text[at]] == 0)
        {
            at += PlainStretch(text[at..]) is > 0 and var stretch ? stretch : 1;
        }

        return at;
    }

    /// <summary>Like <see cref="PlainLength"/>, but 0 where so few are to be expected that a search costs more than it saves.</summary>
    public static int PlainStretch(ReadOnlySpan<char> text) => IsPlainStretch(text, 0) ? PlainLength(text) : 0;

    /// <summary>Whether a sample of the next units says that a stretch of ASCII begins at <paramref name="at"/>.</summary>
    public static bool IsPlainStretch(ReadOnlySpan<char> text, int at) =>
        at + 12 < text.Length && text[at] < 128 && (text[at + 1] | text[at + 3] | text[at + 7] | text[at + 12]) < 128;

    /// <summary>How many ASCII units from the start begin no escape.</summary>
    public static int PlainLength(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(Plain) is >= 0 and var first ? first : text.Length;

    /// <summary>
    /// Folds what stands at <paramref name="at"/>: takes <paramref name="taken"/> units and writes what they stand for.
    /// <see cref="Folds.None"/>: they stand for themselves. <see cref="Folds.Pending"/>: more text is needed to say.
    /// </summary>
    public static Folds Fold(ref SpanText text, int at, scoped Span<char> into, out int written, out int taken)
    {
        written = 0;
        taken = 1;
        var c = text[at];
        var by = Folds.None;
        int point = c;
        if (IsUnseen(c))
        {
            return Folds.ZeroWidth;
        }

        if (c < 128)
        {
            var length = Escapes.Read(ref text, at, out point, out var encoding);
            if (text.NeedsMore())
            {
                return Folds.Pending;
            }

            if (length == 0)
            {
                return Folds.None;
            }

            taken = length;
            by = encoding switch { "percent" => Folds.Percent, "backslash" => Folds.Backslash, _ => Folds.HtmlEntities };
            if (point is >= 0x20 and < 0x7F)
            {
                into[written++] = (char)point;
                return by;
            }

            // A byte of UTF-8 is no character by itself, and a control character stands for nothing a detector looks for.
            if (by == Folds.Percent || point < 0xA0 || !Rune.IsValid(point))
            {
                return Folds.None;
            }
        }
        else if (char.IsHighSurrogate(c))
        {
            var low = text[at + 1];
            if (text.NeedsMore())
            {
                return Folds.Pending;
            }

            if (!char.IsLowSurrogate(low))
            {
                return Folds.ZeroWidth;
            }

            point = char.ConvertToUtf32(c, low);
            taken = 2;
        }

        var folded = FoldPoint(point, into, out written);
        return folded == Folds.None ? Folds.None : folded | by;
    }

    /// <summary>The names of what was done, for people.</summary>
    public static IReadOnlyList<string> NamesOf(Folds folds, string? opened)
    {
        if (folds == Folds.None)
        {
            return opened is null ? [] : [opened];
        }

        var names = new List<string>(2);
        for (var i = 0; i < Names.Length; i++)
        {
            if (((int)folds & (1 << i)) != 0)
            {
                names.Add(Names[i]);
            }
        }

        if (opened is not null)
        {
            names.Add(opened);
        }

        return names;
    }

    private static ushort Classify(char c)
    {
        if (c < 128)
        {
            return Plain.Contains(c) ? (ushort)0 : Look;
        }

        if (char.IsHighSurrogate(c))
        {
            return Look;
        }

        Span<char> into = stackalloc char[8];
        var folds = FoldPoint(c, into, out var written);
        return written > 1 ? Look : (ushort)(((int)folds << 8) | (written == 1 ? into[0] : 0));
    }

    // Control characters that move nothing: who reads the text sees none of them.
    private static bool IsUnseen(char c) => c is < '\t' or (> '\r' and < ' ') or '\x7F';

    private static Folds FoldPoint(int point, scoped Span<char> into, out int written)
    {
        written = 0;
        if (point < 0xA0)
        {
            return Folds.None;
        }

        // Half a pair, and what readers put in its place, is no character.
        if (point is (>= 0xD800 and <= 0xDFFF) or 0xFFFD)
        {
            return Folds.ZeroWidth;
        }

        if (Invisibles.StepFor(point) is not null || UnicodeTables.CombiningClass(point) != 0)
        {
            return Folds.ZeroWidth;
        }

        var latin = LookAlikes.OfScript(point);
        latin = latin != '\0' ? latin : LookAlikes.OfStyle(point);
        if (latin != '\0')
        {
            into[written++] = latin;
            return Folds.Confusables;
        }

        if (point is (>= 0x2010 and <= 0x2013) or 0x2212)
        {
            into[written++] = '-';
            return Folds.Nfkc;
        }

        var decomposed = UnicodeTables.Decompose(point);
        if (decomposed.Length is > 0 and <= 4 && Ascii.IsValid(decomposed))
        {
            decomposed.CopyTo(into);
            written = decomposed.Length;
            return Folds.Nfkc;
        }

        var digit = point > 0x660 ? CharUnicodeInfo.GetDecimalDigitValue(char.ConvertFromUtf32(point), 0) : -1;
        if (digit >= 0)
        {
            into[written++] = (char)('0' + digit);
            return Folds.Nfkc;
        }

        return Folds.None;
    }
}
