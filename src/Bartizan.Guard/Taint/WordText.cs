using System.Text;
using Bartizan.Guard.Normalization;

namespace Bartizan.Guard.Taint;

/// <summary>All text of one origin in a conversation, as words to search in; encoded stretches stand beside it opened.</summary>
internal sealed class WordText
{
    /// <summary>Words in a row that count as the same wording when they are repeated.</summary>
    public const int Run = 5;

    // Shorter values would be found by chance once the spaces are gone.
    private const int ShortestSquashed = 8;
    private const int ShortestSquashedForeign = 2;

    private readonly StringBuilder _building = new();
    private string? _words;
    private string? _squashed;
    private HashSet<int>? _runs;

    /// <summary>Whether it holds no word.</summary>
    public bool IsEmpty => Text.Length <= 1;

    /// <summary>UTF-16 units that one search goes through.</summary>
    public int Length => Text.Length;

    private string Text => _words ??= _building.ToString();

    /// <summary>Adds a segment's text.</summary>
    public void Add(ReadOnlyMemory<char> text)
    {
        var normalized = TextNormalizer.Normalize(text);
        Words.Append(normalized.Text.Span, _building);
        foreach (var view in normalized.Views)
        {
            Words.Append(view.Text.Span, _building);
        }

        (_words, _squashed, _runs) = (null, null, null);
    }

    /// <summary>Whether <paramref name="words"/> stand in it in a row; a longer value, or one in a script without spaces, also when it is spaced otherwise.</summary>
    public bool Contains(string words)
    {
        if (Text.Contains(words, StringComparison.Ordinal))
        {
            return true;
        }

        var squashed = Words.Squash(words);
        return squashed.Length >= (Ascii.IsValid(squashed) ? ShortestSquashed : ShortestSquashedForeign) && ContainsSquashed(squashed);
    }

    /// <summary>Whether <paramref name="squashed"/> stands in it once all spaces are gone.</summary>
    public bool ContainsSquashed(string squashed) => (_squashed ??= Words.Squash(Text)).Contains(squashed, StringComparison.Ordinal);

    /// <summary>Whether a run of <see cref="Run"/> words stands in it. (By a hash: one false answer in millions, on the safe side.)</summary>
    public bool ContainsRun(ReadOnlySpan<char> run)
    {
        _runs ??= Runs();
        return _runs.Contains(string.GetHashCode(run, StringComparison.Ordinal));
    }

    private HashSet<int> Runs()
    {
        var runs = new HashSet<int>();
        foreach (var run in new WordRuns(Text))
        {
            runs.Add(string.GetHashCode(run, StringComparison.Ordinal));
        }

        return runs;
    }
}
