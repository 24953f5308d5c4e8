using Bartizan.Core.Exchanges;
using Bartizan.Guard.Leaks;

namespace Bartizan.Guard.Topics;

/// <summary>The terms of all lists, by their first word: one look-up a word of the text, however many terms there are. Immutable.</summary>
internal sealed class TermIndex
{
    private readonly Dictionary<ulong, Term[]> _byFirst;

    /// <summary>Compiles lists that <see cref="TermLists.Check"/> finds no fault with.</summary>
    public TermIndex(IReadOnlyList<TermList> lists)
    {
        Lists = lists;
        _byFirst = lists
            .SelectMany((list, i) => list.Words.Select(HashesOf).DistinctBy(h => string.Join(' ', h), StringComparer.Ordinal).Select((hashes, j) => new Term(i, j, hashes)))
            .GroupBy(t => t.Hashes[0]).ToDictionary(g => g.Key, g => g.ToArray());
    }

    /// <summary>The lists.</summary>
    public IReadOnlyList<TermList> Lists { get; }

    /// <summary>Whether such texts are read: what users and models say. Instructions may name what is not to be talked about, and documents are nobody's talk.</summary>
    public static bool Reads(SegmentRole role) => role is SegmentRole.User or SegmentRole.Assistant;

    /// <summary>The terms that begin with a word.</summary>
    public ReadOnlySpan<Term> BeginningWith(ulong word) => _byFirst.TryGetValue(word, out var terms) ? terms : [];

    /// <summary>Opens the search in one text.</summary>
    public TermScan Open(int segment, GuardOptions options) => new(this, segment, options);

    /// <summary>A term's words, normalised as a text's are.</summary>
    public static ulong[] HashesOf(string term)
    {
        var hashes = new List<ulong>();
        LeakWords.Collect(term, hashes);
        return [.. hashes];
    }

    /// <summary>A term.</summary>
    /// <param name="List">Place of its list.</param>
    /// <param name="Number">Its number in the list.</param>
    /// <param name="Hashes">Its words.</param>
    internal sealed record Term(int List, int Number, ulong[] Hashes);
}
