using System.Globalization;
using System.Text;

namespace Bartizan.Policy.Syntax;

/// <summary>How strings and names are written in Cedar.</summary>
internal static class CedarText
{
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "true", "false", "if", "then", "else", "in", "is", "like", "has", "__cedar",
    };

    /// <summary>Words that cannot name anything.</summary>
    public static bool IsReserved(string word) => Reserved.Contains(word);

    public static bool IsIdentifier(string text) =>
        text.Length > 0 && IsIdentifierStart(text[0]) && text.All(IsIdentifierPart) && !IsReserved(text);

    public static bool IsIdentifierStart(char c) => c == '_' || char.IsAsciiLetter(c);

    public static bool IsIdentifierPart(char c) => c == '_' || char.IsAsciiLetterOrDigit(c);

    /// <summary>A record key or attribute: as it is where it may stand so, else quoted.</summary>
    public static string Key(string name) => IsIdentifier(name) ? name : $"\"{Escape(name)}\"";

    /// <summary>The inside of a quoted string.</summary>
    public static string Escape(string text)
    {
        var plain = true;
        foreach (var c in text)
        {
            plain &= c is not ('"' or '\\') && !char.IsControl(c) && !char.IsSurrogate(c);
        }

        return plain ? text : Escape(new StringBuilder(text.Length + 8), text, inPattern: false).ToString();
    }

    /// <summary>Appends the inside of a quoted string; in a pattern a star stands for itself only when escaped.</summary>
    public static StringBuilder Escape(StringBuilder into, string text, bool inPattern)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => into.Append("\\\""),
                '\\' => into.Append("\\\\"),
                '\n' => into.Append("\\n"),
                '\r' => into.Append("\\r"),
                '\t' => into.Append("\\t"),
                '\0' => into.Append("\\0"),
                '*' when inPattern => into.Append("\\*"),
                _ when Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                    => into.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}"),
                _ => into.Append(rune.ToString()),
            };
        }

        return into;
    }
}
