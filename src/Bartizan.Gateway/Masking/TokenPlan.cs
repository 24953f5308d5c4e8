using Bartizan.Core.Exchanges;
using Bartizan.Core.Masking;
using Bartizan.Gateway.Policies;
using Bartizan.Gateway.Redaction;

namespace Bartizan.Gateway.Masking;

/// <summary>A span of a request that does not pass as it is: a token for its value, or, where that is null, the label.</summary>
internal readonly record struct PlannedSpan(int Segment, int Start, int Length, string Label, string? Value);

/// <summary>Works out which spans of a request are masked, and which of them by tokens.</summary>
internal static class TokenPlan
{
    // Shorter texts say little by themselves, and stand in many places by chance.
    private const int ShortestKnown = 6;

    /// <summary>
    /// The spans, in order and apart. What is to be redacted stays so: a span that covers any of it gets no token. A value that is replaced in one place,
    /// or was in an earlier exchange of the session, is replaced in every place, found there or not: what was restored in the last answer comes back so.
    /// </summary>
    public static List<PlannedSpan> Of(
        ReadOnlySpan<Segment> segments, IReadOnlyList<Finding> findings, IReadOnlyList<string> redact, IReadOnlyList<string> tokenise, IEnumerable<MaskedValue> known)
    {
        var masked = findings.Where(f => PolicyDecider.Matches(f, redact) || PolicyDecider.Matches(f, tokenise)).ToList();
        var values = new Dictionary<string, MaskedValue>(StringComparer.Ordinal);
        foreach (var value in known.Where(v => PolicyDecider.Matches(v.Label, tokenise)))
        {
            values.TryAdd(value.Value, value);
        }

        foreach (var finding in masked)
        {
            var value = segments[finding.Segment].Text.Slice(finding.Start, finding.Length).ToString();
            if (!PolicyDecider.Matches(finding, redact))
            {
                values.TryAdd(value, new MaskedValue(finding.Label, "", value));
            }
        }

        AddKnown(masked, segments, [.. values.Values.Where(v => v.Value.Length >= ShortestKnown)]);
        var firsts = new Firsts();
        var spans = MaskSpan.Merge(masked, segments, firsts);
        var forGood = ForGood(spans, masked.Where(f => PolicyDecider.Matches(f, redact)));
        var plan = new List<PlannedSpan>(spans.Count);
        for (var i = 0; i < spans.Count; i++)
        {
            var (segment, start, end, _) = spans[i];
            var value = forGood[i] ? null : segments[segment].Text[start..end].ToString();
            plan.Add(new PlannedSpan(segment, start, end - start, firsts.Labels[i], value));
        }

        return plan;
    }

    private static void AddKnown(List<Finding> masked, ReadOnlySpan<Segment> segments, List<MaskedValue> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        var index = TokenIndex.OfValues(values);
        foreach (ref readonly var segment in segments)
        {
            foreach (var match in TokenScan.All(index, segment.Text.Span))
            {
                masked.Add(OwnTokens.Finding(match, segment.Index) with { Token = null });
            }
        }
    }

    // Which spans hold something that is to be redacted.
    private static bool[] ForGood(List<MaskSpan> spans, IEnumerable<Finding> redacted)
    {
        var marks = new bool[spans.Count];
        foreach (var finding in redacted)
        {
            var at = spans.BinarySearch(new MaskSpan(finding.Segment, finding.Start, 0, default), Comparer<MaskSpan>.Create(static (a, b) =>
                a.Segment != b.Segment ? a.Segment.CompareTo(b.Segment) : a.Start.CompareTo(b.Start)));
            at = at < 0 ? ~at - 1 : at;
            if (at >= 0 && spans[at].Segment == finding.Segment)
            {
                marks[at] = true;
            }
        }

        return marks;
    }

    /// <summary>Writes down the label that each merged span begins with.</summary>
    private sealed class Firsts : IMask
    {
        public List<string> Labels { get; } = [];

        public MaskText TextFor(Finding finding)
        {
            Labels.Add(finding.Label);
            return new MaskText("");
        }
    }
}
