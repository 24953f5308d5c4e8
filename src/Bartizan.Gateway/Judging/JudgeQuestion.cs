using System.Text;
using Bartizan.Core.Exchanges;
using Bartizan.Guard;
using Bartizan.Guard.Injection;

namespace Bartizan.Gateway.Judging;

/// <summary>A text to ask the judge about.</summary>
/// <param name="First">The segment, and what the injection model made of it.</param>
/// <param name="Length">UTF-16 units of the segment's own text.</param>
/// <param name="Channel">Who may have written it.</param>
/// <param name="Text">What the judge is shown: personal data, secrets and canaries that were found are masked by their labels. Empty where the text is too long to be shown.</param>
/// <param name="Masked">What is masked, by start and end in the segment's own text.</param>
/// <param name="Findings">What was found in the segment.</param>
internal sealed record JudgeQuestion(SegmentScore First, int Length, InjectionChannel Channel, string Text, IReadOnlyList<(int Start, int End)> Masked, IReadOnlyList<Finding> Findings)
{
    /// <summary>UTF-16 units of a text that may be shown.</summary>
    public const int LongestText = 32_768;

    // Scores of the same words, once in a stroke and once taken apart, may differ in their last digits.
    private const double Rounding = 1e-6;

    /// <summary>Whether the text is too long to be shown.</summary>
    public bool IsTooLong => Length > LongestText;

    /// <summary>The question about one text.</summary>
    /// <param name="segment">The text.</param>
    /// <param name="first">Its score.</param>
    /// <param name="findings">What was found in it, by start.</param>
    public static JudgeQuestion Of(in Segment segment, SegmentScore first, IReadOnlyList<Finding> findings)
    {
        var (length, channel) = (segment.Text.Length, InjectionChannels.Of(segment.Role, segment.Provenance) ?? InjectionChannel.Data);
        if (length > LongestText)
        {
            return new(first, length, channel, "", [], findings);
        }

        var shown = new StringBuilder(length);
        var masked = new List<(int Start, int End)>();
        var at = 0;
        for (var i = 0; i < findings.Count; i++)
        {
            var (finding, start, end) = (findings[i], Math.Max(at, findings[i].Start), findings[i].Start + findings[i].Length);
            if (end > at && Finding.Family(finding.Label) is "pii" or "secret" or "canary")
            {
                shown.Append(segment.Text.Span[at..start]).Append('[').Append(finding.Label).Append(']');
                masked.Add((start, end));
                at = end;
            }
        }

        return new(first, length, channel, shown.Append(segment.Text.Span[at..]).ToString(), masked, findings);
    }

    /// <summary>
    /// Whether the judge was shown what a finding rests on, so that its word counts for it: none of its words is masked, which an attack could be written
    /// into a key for, and it does not score higher than the text alone, which it does where it was made of other texts too.
    /// </summary>
    public bool Shows(Finding finding)
    {
        var words = finding.Contributions.Where(c => c is { Weight: > 0, Start: >= 0 }).Select(c => (c.Start, End: c.Start + c.Length)).ToList();
        return finding.Score <= First.Score + Rounding
            && !(words.Count > 0 ? words : [(finding.Start, End: finding.Start + finding.Length)]).Exists(w => Masked.Any(m => w.Start < m.End && m.Start < w.End));
    }
}
