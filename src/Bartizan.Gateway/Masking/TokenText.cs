using System.Buffers;
using System.Text;

namespace Bartizan.Gateway.Masking;

/// <summary>How tokens are compared: as models write them down, in either case and with what spacing and markup they add.</summary>
internal static class TokenText
{
    /// <summary>Fillers in a row that a token may be broken by.</summary>
    public const int Fillers = 2;

    // Spaces, hyphens, brackets of phone numbers, markdown's marks, and characters that have no width. Never a line break or a quote:
    // those end the string that a token stands in.
    private static readonly SearchValues<char> Filler = SearchValues.Create(" \u00A0-\u2010\u2011()*_`\\\u00AD\u200B\u200C\u200D\u2060");

    /// <summary>Whether it may stand inside a token without being part of it.</summary>
    public static bool IsFiller(char c) => Filler.Contains(c);

    /// <summary>The character as it is compared.</summary>
    public static char Fold(char c) => char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c;

    /// <summary>The token as it is compared: without fillers, ASCII letters small.</summary>
    public static string Canonical(string token)
    {
        var text = new StringBuilder(token.Length);
        foreach (var c in token)
        {
            if (!IsFiller(c))
            {
                text.Append(Fold(c));
            }
        }

        return text.ToString();
    }

    /// <summary>Whether a name, number or address that ends here could go on with <paramref name="c"/> and a letter after it.</summary>
    public static bool Joins(char c) => c is '.' or '-' or '_' or '+' or '@';
}
