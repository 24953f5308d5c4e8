using System.Buffers;
using System.Text;

namespace Bartizan.Guard.Taint;

/// <summary>
/// Text as words alone: letters and digits, in lower case, one space between words and one at either end, so that a value is found in whatever
/// punctuation, quoting or spacing it was repeated.
/// </summary>
internal static class Words
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>The words of <paramref name="text"/>, or one space when it has none.</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        var words = new StringBuilder(text.Length + 2);
        Append(text, words);
        return words.Append(words.Length == 0 ? " " : "").ToString();
    }

    /// <summary>Appends the words of <paramref name="text"/> to words that end with a space, or to nothing.</summary>
    public static void Append(ReadOnlySpan<char> text, StringBuilder words)
    {
        if (words.Length == 0)
        {
            words.Append(' ');
        }

        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAnyExcept(Plain);
            plain = plain < 0 ? text.Length : plain;
            words.Append(text[..plain]);
            text = text[plain..];
            if (text.IsEmpty)
            {
                break;
            }

            Rune.DecodeFromUtf16(text, out var rune, out var taken);
            if (Rune.IsLetterOrDigit(rune))
            {
                words.Append(Rune.ToLowerInvariant(rune).ToString());
            }
            else if (words[^1] != ' ')
            {
                words.Append(' ');
            }

            text = text[taken..];
        }

        if (words[^1] != ' ')
        {
            words.Append(' ');
        }
    }

    /// <summary>The words without the spaces.</summary>
    public static string Squash(string words) => words.Replace(" ", "", StringComparison.Ordinal);

    /// <summary>How many words.</summary>
    public static int Count(ReadOnlySpan<char> words) => Math.Max(0, words.Count(' ') - 1);
}
