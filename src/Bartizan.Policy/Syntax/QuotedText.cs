using System.Buffers;
using System.Globalization;
using System.Text;

namespace Bartizan.Policy.Syntax;

/// <summary>Reads the inside of quoted strings and patterns, escapes resolved.</summary>
internal static class QuotedText
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>The text that a string token stands for.</summary>
    public static string Read(string source, Token token, Diagnostics diagnostics)
    {
        var inside = Inside(source, token);
        return inside.Contains('\\') ? string.Concat(Parts(source, token, diagnostics, isPattern: false)) : inside.ToString();
    }

    /// <summary>The pattern that a string token stands for.</summary>
    public static Pattern ReadPattern(string source, Token token, Diagnostics diagnostics) => new(Parts(source, token, diagnostics, isPattern: true));

    private static ReadOnlySpan<char> Inside(string source, Token token)
    {
        var text = source.AsSpan(token.Span.Start + 1, token.Span.Length - 1);
        return text is [.., '"'] ? text[..^1] : text; // a string without closing quote was reported by the lexer
    }

    private static List<string> Parts(string source, Token token, Diagnostics diagnostics, bool isPattern)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        var rest = Inside(source, token);
        while (!rest.IsEmpty)
        {
            if (rest[0] == '*' && isPattern)
            {
                parts.Add(part.ToString());
                part.Clear();
                rest = rest[1..];
            }
            else if (rest[0] != '\\')
            {
                part.Append(rest[0]);
                rest = rest[1..];
            }
            else
            {
                var length = Escape(rest, part, isPattern);
                if (length == 0)
                {
                    length = Math.Min(2, rest.Length);
                    diagnostics.Add(token.Span, $"{rest[..length]} is no escape in a string.", "Write \\\\ for a backslash; the escapes are \\\" \\' \\\\ \\n \\r \\t \\0 \\x41 \\u{1F600}, and \\* in patterns.");
                }

                rest = rest[length..];
            }
        }

        parts.Add(part.ToString());
        return parts;
    }

    // Returns how many units the escape takes, 0 when it is none.
    private static int Escape(ReadOnlySpan<char> text, StringBuilder into, bool isPattern)
    {
        switch (text)
        {
            case ['\\', 'n', ..]: into.Append('\n'); return 2;
            case ['\\', 'r', ..]: into.Append('\r'); return 2;
            case ['\\', 't', ..]: into.Append('\t'); return 2;
            case ['\\', '0', ..]: into.Append('\0'); return 2;
            case ['\\', '\\' or '"' or '\'', ..]: into.Append(text[1]); return 2;
            case ['\\', '*', ..] when isPattern: into.Append('*'); return 2;
            case ['\\', 'x', _, _, ..] when Hex(text.Slice(2, 2), out var ascii) && ascii < 0x80: into.Append((char)ascii); return 4;
            case ['\\', 'u', '{', ..]:
                var digits = text[3..].IndexOf('}');
                if (digits is < 1 or > 6 || !Hex(text.Slice(3, digits), out var value) || !Rune.IsValid(value))
                {
                    return 0;
                }

                into.Append(new Rune(value).ToString());
                return digits + 4;
            default: return 0;
        }
    }

    // The framework's parsing forgives trailing NULs, so the digits are looked at first, here and wherever numbers are read.
    private static bool Hex(ReadOnlySpan<char> digits, out int value)
    {
        value = 0;
        return !digits.ContainsAnyExcept(HexDigits) && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
