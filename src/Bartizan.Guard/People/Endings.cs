namespace Bartizan.Guard.People;

/// <summary>Texts that others may end with, found by their last character, in any case.</summary>
internal sealed class Endings
{
    private const int Buckets = 128;
    private readonly string[][] _byLast;
    private readonly int _offset;

    /// <summary>Creates the set; a text must be longer than the ending by <paramref name="offset"/> units.</summary>
    public Endings(int offset, params IEnumerable<string> endings)
    {
        _offset = offset;
        var groups = endings.Distinct(StringComparer.OrdinalIgnoreCase).GroupBy(e => Bucket(e[^1])).ToDictionary(g => g.Key, g => g.ToArray());
        _byLast = [.. Enumerable.Range(0, Buckets).Select(b => groups.GetValueOrDefault(b, []))];
    }

    /// <summary>Whether <paramref name="text"/> ends with one of them.</summary>
    public bool End(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return false;
        }

        foreach (var ending in _byLast[Bucket(text[^1])])
        {
            if (text.Length >= ending.Length + _offset && text.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether <paramref name="text"/> ends with one of them as a word or words of its own.</summary>
    public bool EndAsWords(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return false;
        }

        foreach (var ending in _byLast[Bucket(text[^1])])
        {
            if (text.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && (text.Length == ending.Length || !Words.IsLetter(text[^(ending.Length + 1)])))
            {
                return true;
            }
        }

        return false;
    }

    // Letters that are not ASCII share buckets, the same for capitals and small ones.
    private static int Bucket(char c) => (c < 128 && char.IsAsciiLetterUpper(c) ? c | 0x20 : c < 128 ? c : char.ToLowerInvariant(c)) & (Buckets - 1);
}
