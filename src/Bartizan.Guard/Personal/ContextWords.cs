using System.Buffers;

namespace Bartizan.Guard.Personal;

/// <summary>Words that say what a number is, looked for all at once, in any case.</summary>
internal sealed class ContextWords
{
    private readonly string[] _words;
    private readonly SearchValues<string> _any;

    public ContextWords(params string[] words)
    {
        _words = words;
        _any = SearchValues.Create(words, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether one of them stands in <paramref name="text"/>: at the start of a word, and short ones (abbreviations) as a whole word.</summary>
    public bool In(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var found = text[at..].IndexOfAny(_any);
            if (found < 0)
            {
                return false;
            }

            at += found;
            if ((at == 0 || !char.IsAsciiLetter(text[at - 1])) && StandsAt(text[at..]))
            {
                return true;
            }
        }

        return false;
    }

    private bool StandsAt(ReadOnlySpan<char> text)
    {
        foreach (var word in _words)
        {
            if (text.StartsWith(word, StringComparison.OrdinalIgnoreCase) && (word.Length > 4 || text.Length == word.Length || !char.IsAsciiLetter(text[word.Length])))
            {
                return true;
            }
        }

        return false;
    }
}
