using System.Text;

namespace Bartizan.Detect.Values;

/// <summary>
/// A text with wildcards, held as a string in which three code points that Unicode keeps for internal use stand for <c>*</c>, <c>?</c> and any dash.
/// Backslashes escape as in the Sigma rules specification 2.1, "Escape Character".
/// </summary>
internal static class SigmaText
{
    /// <summary>Any run of characters, also none.</summary>
    public const char Many = '\uFDD0';

    /// <summary>Exactly one character.</summary>
    public const char One = '\uFDD1';

    /// <summary>Any of the five dashes of the modifier windash.</summary>
    public const char Dash = '\uFDD2';

    /// <summary>The dashes that windash takes for one another (Sigma modifiers appendix 2.1).</summary>
    public static ReadOnlySpan<char> Dashes => ['-', '/', '\u2013', '\u2014', '\u2015'];

    /// <summary>Reads a value as written in a rule.</summary>
    public static string Parse(string written)
    {
        var text = new StringBuilder(written.Length);
        for (var i = 0; i < written.Length; i++)
        {
            var c = written[i];
            if (c == '\\' && i + 1 < written.Length && (written[i + 1] is '*' or '?' or '\\'))
            {
                text.Append(written[++i]);
            }
            else
            {
                text.Append(c switch
                {
                    '*' => Many,
                    '?' => One,
                    Many or One or Dash => '\uFFFD',
                    _ => c,
                });
            }
        }

        return text.ToString();
    }

    /// <summary>Whether there is any wildcard in it.</summary>
    public static bool HasWildcards(ReadOnlySpan<char> text) => text.IndexOfAny(Many, One, Dash) >= 0;

    /// <summary>Runs of * made one.</summary>
    public static string Simplify(string text)
    {
        if (!text.Contains("\uFDD0\uFDD0", StringComparison.Ordinal))
        {
            return text;
        }

        var simple = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c != Many || simple.Length == 0 || simple[^1] != Many)
            {
                simple.Append(c);
            }
        }

        return simple.ToString();
    }

    /// <summary>
    /// Every dash of a flag (after a character that is no letter, digit or underscore, or at the start, and before one that is) made any dash.
    /// </summary>
    public static string AnyDash(string text)
    {
        var changed = text.ToCharArray();
        for (var i = 0; i + 1 < changed.Length; i++)
        {
            if (Dashes.Contains(text[i]) && IsWord(text[i + 1]) && (i == 0 || !IsWord(text[i - 1])))
            {
                changed[i] = Dash;
            }
        }

        return new string(changed);
    }

    /// <summary>Case taken away, character by character, wildcards left.</summary>
    public static string Fold(string text) => text.ToLowerInvariant();

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
