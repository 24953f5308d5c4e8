using System.Collections.Concurrent;
using Bartizan.Core.Exchanges;

namespace Bartizan.Guard.Remembering;

/// <summary>
/// What an engine found in texts that may come again: every request of a conversation sends all its earlier turns. Two generations: when the young one is
/// full it becomes the old one, so that what is still in use is found and what is not is forgotten. Safe for threads.
/// </summary>
internal sealed class VerdictMemory
{
    /// <summary>Texts in a generation; of both, at most so many again.</summary>
    public const int Capacity = 2_048;

    // A text in which more was found is looked at again each time: memory is not for what is rare.
    private const int MostFindings = 8;

    private ConcurrentDictionary<Key, Verdict> _young = new();
    private ConcurrentDictionary<Key, Verdict> _old = new();

    /// <summary>What tells one judgement from another: role and provenance say by which rules a text is judged.</summary>
    public readonly record struct Key(string Scope, SegmentRole Role, Provenance Provenance, string Digest);

    /// <summary>What was found, with places in the text, and the score if it has one.</summary>
    public sealed record Verdict(IReadOnlyList<Finding> Findings, double? Score);

    /// <summary>The verdict on a text; null when it is not remembered.</summary>
    public Verdict? Find(in Key key)
    {
        if (_young.TryGetValue(key, out var verdict))
        {
            return verdict;
        }

        if (_old.TryGetValue(key, out verdict))
        {
            Keep(key, verdict);
            return verdict;
        }

        return null;
    }

    /// <summary>Remembers a verdict.</summary>
    public void Keep(in Key key, Verdict verdict)
    {
        if (verdict.Findings.Count > MostFindings)
        {
            return;
        }

        var young = _young;
        if (young.TryAdd(key, verdict) && young.Count >= Capacity && Interlocked.CompareExchange(ref _young, new(), young) == young)
        {
            _old = young;
        }
    }
}
