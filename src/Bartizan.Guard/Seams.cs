using Bartizan.Core.Exchanges;
using Bartizan.Guard.Normalization;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard;

/// <summary>
/// Finds what was cut over two neighbouring texts of one message, such as two parts of a content: models and clients read them as one. The share of a
/// finding in each text is a finding of its own.
/// </summary>
internal sealed class Seams(SpanInspector spans)
{
    // Longer than what can be cut: keys, numbers and tokens; of a private key the head is enough.
    private const int Reach = 512;

    /// <summary>Adds what lies across the end of each text and the beginning of the next.</summary>
    public void Inspect(ReadOnlySpan<Segment> segments, List<Finding> findings)
    {
        for (var i = 1; i < segments.Length; i++)
        {
            if (AreParts(segments[i - 1], segments[i]))
            {
                InspectOne(segments[i - 1], segments[i], findings);
            }
        }
    }

    private void InspectOne(in Segment before, in Segment after, List<Finding> findings)
    {
        var skipped = Math.Max(0, before.Text.Length - Reach);
        var seam = before.Text.Length - skipped;
        var joined = string.Concat(before.Text.Span[skipped..], after.Text.Span[..Math.Min(after.Text.Length, Reach)]).AsMemory();
        var found = new List<Finding>();
        spans.Inspect(before with { Text = joined }, TextNormalizer.Normalize(joined), found);
        foreach (var finding in found)
        {
            var end = finding.Start + finding.Length;
            if (finding.Start >= seam || end <= seam)
            {
                continue;
            }

            var head = finding with { Start = skipped + finding.Start, Length = seam - finding.Start, Reason = $"{finding.Reason} It is cut over two texts." };
            var tail = head with { Segment = after.Index, Start = 0, Length = end - seam };
            // What is whole on one side ends there; the words after it only stand close.
            if (!findings.Exists(f => SameIn(f, head) || SameIn(f, tail)))
            {
                findings.Add(head);
                findings.Add(tail);
            }
        }
    }

    private static bool SameIn(Finding known, Finding share) =>
        known.Segment == share.Segment && known.Label == share.Label && known.Start < share.Start + share.Length && known.Start + known.Length > share.Start;

    /// <summary>Whether two texts are parts of one: of the same kind, at the same place but for one number that is the next one, as content[0].text and content[1].text.</summary>
    internal static bool AreParts(in Segment before, in Segment after)
    {
        if (before.Role != after.Role || before.Provenance != after.Provenance || before.Role == SegmentRole.ToolDefinition || before.Text.IsEmpty || after.Text.IsEmpty)
        {
            return false;
        }

        var a = before.Path.AsSpan();
        var b = after.Path.AsSpan();
        var open = a[..a.CommonPrefixLength(b)].LastIndexOf('[');
        if (open < 0 || a[..open] is "choices" or "candidates")
        {
            return false;
        }

        var (closeA, closeB) = (a[open..].IndexOf(']'), b[open..].IndexOf(']'));
        return closeA > 0 && closeB > 0
            && int.TryParse(a[(open + 1)..(open + closeA)], out var first)
            && int.TryParse(b[(open + 1)..(open + closeB)], out var second)
            && second == first + 1
            && a[(open + closeA)..].SequenceEqual(b[(open + closeB)..]);
    }
}
