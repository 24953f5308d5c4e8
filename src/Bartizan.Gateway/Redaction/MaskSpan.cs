using Bartizan.Core.Exchanges;

namespace Bartizan.Gateway.Redaction;

/// <summary>A span of a segment that is masked: <paramref name="Mask"/> stands where it starts.</summary>
/// <param name="Segment">Index of the segment.</param>
/// <param name="Start">First UTF-16 unit.</param>
/// <param name="End">Unit after the last.</param>
/// <param name="Mask">What stands there instead.</param>
internal readonly record struct MaskSpan(int Segment, int Start, int End, MaskText Mask)
{
    /// <summary>
    /// The spans of <paramref name="findings"/> in order, those that overlap or touch merged into one that carries the mask of the first; see
    /// <see cref="Add"/>, by which streams merge too.
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

            Add(spans, new MaskSpan(finding.Segment, start, end, default), finding, mask);
        }

        return spans;
    }

    /// <summary>
    /// Adds the span of a finding, which begins no earlier than those before it. A label takes in what overlaps or touches it. A value stands for itself:
    /// where anything overlaps it that is to be masked, the label stands for both.
    /// </summary>
    public static void Add(List<MaskSpan> spans, MaskSpan span, Finding finding, IMask mask)
    {
        if (spans.Count == 0 || spans[^1] is var last && (last.Segment != span.Segment || last.End < span.Start))
        {
            spans.Add(span with { Mask = mask.TextFor(finding) });
            return;
        }

        last = spans[^1];
        if (last.Mask.Kind != MaskKind.Value && finding.Token is null)
        {
            spans[^1] = last with { End = Math.Max(last.End, span.End) };
        }
        else if (last.End == span.Start)
        {
            spans.Add(span with { Mask = mask.TextFor(finding) });
        }
        else
        {
            spans[^1] = last with { End = Math.Max(last.End, span.End), Mask = last.Mask.Kind == MaskKind.Value ? mask.TextFor(finding) : last.Mask };
        }
    }
}
