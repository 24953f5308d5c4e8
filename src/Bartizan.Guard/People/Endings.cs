namespace Bartizan.Guard.People;

/// <summary>Texts that others may end with, found by their last two characters, in any case.</summary>
internal sealed class Endings
{
    // Five bits of each of the two: no two pairs of letters share a bucket.
    private const int Buckets = 1024;
    private readonly string[][] _byEnd;
    private readonly string[] _single;
    private readonly int _offset;

    /// <summary>Creates the set; a text must be longer than the ending by <paramref name="offset"/> units.</summary>
    public Endings(int offset, params IEnumerable<string> endings)
    {
        _offset = offset;
        var distinct = endings.Distinct(StringComparer.OrdinalIgnoreCase).ToLookup(e => e.Length == 1);
        var groups = distinct[false].GroupBy(e => Bucket(e)).ToDictionary(g => g.Key, g => g.ToArray());
        _byEnd = [.. Enumerable.Range(0, Buckets).Select(b => groups.GetValueOrDefault(b, []))];
        _single = [.. distinct[true]];
    }

    /// <summary>Whether <paramref name="text"/> ends with one of them.</summary>
    public bool End(ReadOnlySpan<char> text) => EndAmong(Candidates(text), text, asWords: false) || EndAmong(_single, text, asWords: false);

    /// <summary>Whether <paramref name="text"/> ends with one of them as a word or words of its own.</summary>
    public bool EndAsWords(ReadOnlySpan<char> text) => EndAmong(Candidates(text), text, asWords: true) || EndAmong(_single, text, asWords: true);

    private string[] Candidates(ReadOnlySpan<char> text) => text.Length < 2 ? [] : _byEnd[Bucket(text)];

    private bool EndAmong(string[] endings, ReadOnlySpan<char> text, bool asWords)
    {
        foreach (var ending in endings)
        {
            if (text.Length >= ending.Length + _offset && text.EndsWith(ending, StringComparison.OrdinalIgnoreCase)
                && (!asWords || text.Length == ending.Length || !Words.IsLetter(text[^(ending.Length + 1)])))
            {
                return true;
            }
        }

        return false;
    }

    private static int Bucket(ReadOnlySpan<char> text) => ((Lower(text[^2]) << 5) ^ Lower(text[^1])) & (Buckets - 1);

    private static int Lower(char c) => c < 128 ? (char.IsAsciiLetterUpper(c) ? c | 0x20 : c) : char.ToLowerInvariant(c);
}
