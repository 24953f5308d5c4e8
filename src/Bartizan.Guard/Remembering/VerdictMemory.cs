using Bartizan.Core.Collections;
using Bartizan.Core.Exchanges;

namespace Bartizan.Guard.Remembering;

/// <summary>What an engine found in texts that may come again: every request of a conversation sends all its earlier turns. Safe for threads.</summary>
internal sealed class VerdictMemory
{
    /// <summary>Texts of which verdicts are kept at least; at most twice as many.</summary>
    public const int Capacity = 2_048;

    // A text in which more was found is looked at again each time: memory is not for what is rare.
    private const int MostFindings = 8;

    private readonly RecentMap<Key, Verdict> _verdicts = new(Capacity);

    /// <summary>What tells one judgement from another: role and provenance say by which rules a text is judged.</summary>
    public readonly record struct Key(string Scope, SegmentRole Role, Provenance Provenance, string Digest);

    /// <summary>What was found, with places in the text, and the score if it has one.</summary>
    public sealed record Verdict(IReadOnlyList<Finding> Findings, double? Score);

    /// <summary>The verdict on a text; null when it is not remembered.</summary>
    public Verdict? Find(in Key key) => _verdicts.TryGet(key, out var verdict) ? verdict : null;

    /// <summary>Remembers a verdict.</summary>
    public void Keep(in Key key, Verdict verdict)
    {
        if (verdict.Findings.Count <= MostFindings)
        {
            _verdicts.Set(key, verdict);
        }
    }
}
