using System.Collections.Frozen;
using System.Globalization;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Normalization;

/// <summary>One escaped character: <c>%41</c>, <c>&amp;#65;</c>, <c>\u0041</c>, <c>\x41</c>.</summary>
internal static class Escapes
{
    /// <summary>No escape is longer.</summary>
    public const int MaxLength = 12;

    private static readonly FrozenDictionary<string, char>.AlternateLookup<ReadOnlySpan<char>> Entities = new Dictionary<string, char>
    {
        ["amp"] = '&',
        ["lt"] = '<',
        ["gt"] = '>',
        ["quot"] = '"',
        ["apos"] = '\'',
        ["nbsp"] = ' ',
        ["commat"] = '@',
        ["period"] = '.',
        ["colon"] = ':',
        ["sol"] = '/',
        ["hyphen"] = '-',
        ["dash"] = '-',
        ["lowbar"] = '_',
        ["plus"] = '+',
        ["equals"] = '=',
        ["num"] = '#',
        ["percnt"] = '%',
        ["comma"] = ',',
        ["excl"] = '!',
    }.ToFrozenDictionary().GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Length of the escape at <paramref name="at"/> and what it stands for; 0 when there is none (or more text is needed, which <paramref name="text"/> remembers).</summary>
    public static int Read(ref SpanText text, int at, out int point, out string encoding)
    {
        point = 0;
        encoding = "";
        switch (text[at])
        {
            case '%':
                encoding = "percent";
                return Hex(ref text, at + 1, 2, 2, out point) == 2 ? 3 : 0;
            case '\\':
                encoding = "backslash";
                var width = text[at + 1] switch { 'u' => 4, 'x' => 2, _ => 0 };
                return width > 0 && Hex(ref text, at + 2, width, width, out point) == width ? 2 + width : 0;
            case '&':
                encoding = "html-entities";
                return Entity(ref text, at, out point);
            default:
                return 0;
        }
    }

    private static int Entity(ref SpanText text, int at, out int point)
    {
        point = 0;
        if (text[at + 1] != '#')
        {
            var letters = text.Run(at + 1, CharSet.Letters, 8);
            if (letters == 0 || text[at + 1 + letters] != ';' || !Entities.TryGetValue(text.Chars.Slice(at + 1, letters), out var named))
            {
                return 0;
            }

            point = named;
            return letters + 2;
        }

        var hex = text[at + 2] is 'x' or 'X';
        var start = at + (hex ? 3 : 2);
        var digits = hex ? Hex(ref text, start, 1, 7, out point) : text.Run(start, CharSet.Digits, 7);
        if (digits == 0 || text[start + digits] != ';')
        {
            return 0;
        }

        point = hex ? point : int.Parse(text.Chars.Slice(start, digits), NumberStyles.None);
        return start + digits + 1 - at;
    }

    private static int Hex(ref SpanText text, int at, int min, int max, out int value)
    {
        var digits = text.Run(at, CharSet.Hex, max);
        value = 0;
        return digits >= min && int.TryParse(text.Chars.Slice(at, digits), NumberStyles.AllowHexSpecifier, null, out value) ? digits : 0;
    }
}
