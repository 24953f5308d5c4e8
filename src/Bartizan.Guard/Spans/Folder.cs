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
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        [.. Enumerable.Range(0, 128).Select(c => (char)c).Where(c => c is not ('%' or '&' or '\\'))]);

    private static readonly string[] Names = ["nfkc", "confusables", "zero-width", "percent", "html-entities", "backslash"];

    /// <summary>How many units from the start need no look.</summary>
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
                return Folds.None;
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

    private static Folds FoldPoint(int point, scoped Span<char> into, out int written)
    {
        written = 0;
        if (point is < 0xA0 or (>= 0xD800 and <= 0xDFFF))
        {
            return Folds.None;
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
