using System.Buffers;
using System.Globalization;

namespace Bartizan.Guard.Arguments;

/// <summary>The readings that shells, databases, and file and web servers make of a value.</summary>
internal static class Readings
{
    private static readonly SearchValues<char> WordBreaks = SearchValues.Create(" '\"(),;");

    /// <summary>As a shell: lower case, one blank for any, continued lines joined, and what only hides a word taken out: quotes and escapes inside it.</summary>
    public static void OfShell(ReadOnlySpan<char> value, Reading reading)
    {
        reading.Begin(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            var next = i + 1 < value.Length ? value[i + 1] : '\0';
            if (c == '$' && FieldSeparator(value[i..]) is > 0 and var taken)
            {
                Blank(reading, i);
                i += taken - 1;
            }
            else if (c is '\'' or '"' && next == c && (IsWord(reading.Last) || (i + 2 < value.Length && IsWord(value[i + 2]))))
            {
                i++;
            }
            else if (c is '\\' && next is '\n')
            {
                Blank(reading, i++);
            }
            else if (!(c is '\'' or '"' or '^' && IsWord(reading.Last) && IsWord(next)) && !(c is '\\' && char.IsAsciiLetter(next) && IsHidingSlash(reading.Last)))
            {
                Plain(reading, c, i, keepLines: true);
            }
        }

        reading.End(value.Length);
    }

    /// <summary>As a database: lower case, one blank for any, comments gone; those that MySQL runs are opened.</summary>
    public static void OfSql(ReadOnlySpan<char> value, Reading reading)
    {
        reading.Begin(value.Length);
        var open = false;
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c == '/' && i + 1 < value.Length && value[i + 1] == '*')
            {
                if (i + 2 < value.Length && value[i + 2] == '!')
                {
                    open = true;
                    for (i += 2; i + 1 < value.Length && char.IsAsciiDigit(value[i + 1]); i++)
                    {
                    }

                    Blank(reading, i);
                    continue;
                }

                var end = value[(i + 2)..].IndexOf("*/");
                var after = end < 0 ? value.Length : i + 2 + end + 2;
                if (!(IsWord(reading.Last) && after < value.Length && IsWord(value[after]) && reading.Count > 0 && after - i == 4 && InsideWord(reading.Text)))
                {
                    Blank(reading, i);
                }

                i = after - 1;
            }
            else if (open && c == '*' && i + 1 < value.Length && value[i + 1] == '/')
            {
                open = false;
                Blank(reading, i++);
            }
            else
            {
                Plain(reading, c, i, keepLines: false);
            }
        }

        reading.End(value.Length);
    }

    /// <summary>As a server reads paths and addresses: lower case, percent escapes opened however often they were put on.</summary>
    public static void OfAddress(ReadOnlySpan<char> value, Reading reading)
    {
        reading.Begin(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c == '%' && PercentEscape(value[i..], out var decoded) is > 0 and var taken)
            {
                reading.Add(char.ToLowerInvariant(decoded), i);
                i += taken - 1;
            }
            else
            {
                // The full stops that IDNA (UTS 46) takes for dots.
                reading.Add(c is '\u3002' or '\uFF0E' or '\uFF61' ? '.' : char.ToLowerInvariant(c), i);
            }
        }

        reading.End(value.Length);
    }

    private static void Plain(Reading reading, char c, int at, bool keepLines)
    {
        if (keepLines && c is '\n' or '\r')
        {
            reading.Add('\n', at);
        }
        else if (char.IsWhiteSpace(c) || c == '\0')
        {
            Blank(reading, at);
        }
        else
        {
            reading.Add(char.ToLowerInvariant(c), at);
        }
    }

    private static void Blank(Reading reading, int at)
    {
        if (reading.Last != ' ')
        {
            reading.Add(' ', at);
        }
    }

    // $IFS and ${IFS}, the shell's blank.
    private static int FieldSeparator(ReadOnlySpan<char> text)
    {
        var (head, tail) = text.Length > 1 && text[1] == '{' ? (2, 1) : (1, 0);
        if (text.Length < head + 3 + tail || !text.Slice(head, 3).Equals("IFS", StringComparison.OrdinalIgnoreCase) || (tail > 0 && text[head + 3] != '}'))
        {
            return 0;
        }

        // ${IFS}$9: the empty parameter keeps the name from going on.
        var taken = head + 3 + tail;
        return text.Length > taken + 1 && text[taken] == '$' && char.IsAsciiDigit(text[taken + 1]) ? taken + 2 : taken;
    }

    // %2e, %252e, %25252e, … and the overlong %c0%ae.
    private static int PercentEscape(ReadOnlySpan<char> text, out char decoded)
    {
        var at = 1;
        while (at + 3 < text.Length && text[at] == '2' && text[at + 1] == '5' && char.IsAsciiHexDigit(text[at + 2]) && char.IsAsciiHexDigit(text[at + 3]))
        {
            at += 2;
        }

        decoded = '\0';
        if (at + 1 >= text.Length || !byte.TryParse(text.Slice(at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var first))
        {
            return 0;
        }

        if (first < 0x80)
        {
            decoded = (char)first;
            return at + 2;
        }

        if (first is 0xC0 or 0xC1 && at + 4 < text.Length && text[at + 2] == '%' && byte.TryParse(text.Slice(at + 3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var second))
        {
            decoded = (char)(((first & 1) << 6) | (second & 0x3F));
            return at + 5;
        }

        return 0;
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    // r\m is rm, C:\dir\file is a path: a slash hides something only where no name stands before it, or a single letter does.
    private static bool IsHidingSlash(char before) => before is '\0' or ' ' or '\n' or ';' or '|' or '&' or '(' or '`' || char.IsAsciiLetter(before);

    // An empty comment in a keyword cut in two, as in UN/**/ION; between two words it is a blank.
    private static bool InsideWord(ReadOnlySpan<char> text)
    {
        var word = text[(text.LastIndexOfAny(WordBreaks) + 1)..];
        return word is "un" or "uni" or "unio" or "u" or "s" or "se" or "sel" or "sele" or "selec" or "o" or "a" or "an" or "sl" or "sle" or "slee" or "dr" or "dro" or "i" or "ins" or "del" or "dele" or "up" or "upd" or "ex" or "exe";
    }
}
