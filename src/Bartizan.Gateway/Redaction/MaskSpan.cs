using Bartizan.Core.Exchanges;

namespace Bartizan.Gateway.Redaction;

/// <summary>A span of a segment that is masked: <paramref name="Text"/> stands where it starts.</summary>
/// <param name="Segment">Index of the segment.</param>
/// <param name="Start">First UTF-16 unit.</param>
/// <param name="End">Unit after the last.</param>
/// <param name="Text">What stands there instead.</param>
internal readonly record struct MaskSpan(int Segment, int Start, int End, string Text)
{
    /// <summary>
    /// The spans of <paramref name="findings"/> in order, those that overlap or touch merged into one that carries the mask of the first.
    /// Streams merge by the same rule.
    /// </summary>
    public static List<MaskSpan> Merge(IReadOnlyList<Finding> findings, ReadOnlySpan<Segment> segments, IMask mask)
    {
        var ordered = new List<Finding>(findings);
        ordered.Sort(static (a, b) =>
        {
            var order = a.Segment.CompareTo(b.Segment);
            order = order != 0 ? order : a.Start.CompareTo(b.Start);
            order = order != 0 ? order : b.Length.CompareTo(a.Length);
            return order != 0 ? order : string.CompareOrdinal(a.Label, b.Label);
        });

        var spans = new List<MaskSpan>(ordered.Count);
        foreach (var finding in ordered)
        {
            if ((uint)finding.Segment >= (uint)segments.Length)
            {
                throw new ArgumentException($"A finding names segment {finding.Segment} of {segments.Length}.", nameof(findings));
            }

            var length = segments[finding.Segment].Text.Length;
            var start = Math.Clamp(finding.Start, 0, length);
            var end = (int)Math.Clamp((long)finding.Start + finding.Length, start, length);
            if (end == start)
            {
                continue;
            }

            if (spans.Count > 0 && spans[^1] is var last && last.Segment == finding.Segment && last.End >= start)
            {
                spans[^1] = last with { End = Math.Max(last.End, end) };
            }
            else
            {
                spans.Add(new MaskSpan(finding.Segment, start, end, mask.TextFor(finding)));
            }
        }

        return spans;
    }
}
