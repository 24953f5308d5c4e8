using System.Collections.Concurrent;
using Bartizan.Core.Exchanges;
using Bartizan.Policy.Values;

namespace Bartizan.Gateway.Policies;

/// <summary>What was found in a message, as policies see it.</summary>
/// <param name="All">Every label and every family it belongs to: <c>pii.email</c> and <c>pii</c>.</param>
/// <param name="Untrusted">The same, of untrusted text only.</param>
/// <param name="Injection">The highest score of an injection finding, in per mille.</param>
internal readonly record struct LabelSets(CedarSet All, CedarSet Untrusted, CedarLong Injection)
{
    private static readonly CedarLong Zero = new(0);

    // Labels, families and dialects come from code, not from traffic, so this stays small.
    private static readonly ConcurrentDictionary<string, CedarString> Texts = new(StringComparer.Ordinal);

    public static LabelSets None { get; } = new(CedarSet.Empty, CedarSet.Empty, Zero);

    public static CedarString Text(string text) => Texts.GetOrAdd(text, static t => new CedarString(t));

    public static LabelSets Of(IReadOnlyList<Finding> findings, ReadOnlySpan<Segment> segments)
    {
        if (findings.Count == 0)
        {
            return None;
        }

        var all = new HashSet<CedarValue>();
        var untrusted = new HashSet<CedarValue>();
        var injection = 0.0;
        foreach (var finding in findings)
        {
            Add(all, finding.Label);
            if ((uint)finding.Segment < (uint)segments.Length && segments[finding.Segment].Provenance == Provenance.Untrusted)
            {
                Add(untrusted, finding.Label);
            }

            if (Finding.LabelMatches(finding.Label, "injection") || Finding.LabelMatches(finding.Label, "injection.*"))
            {
                injection = Math.Max(injection, finding.Score);
            }
        }

        return new(new CedarSet(all), untrusted.Count == 0 ? CedarSet.Empty : new CedarSet(untrusted), new CedarLong((long)(injection * 1000)));
    }

    /// <summary>Every label and every family it belongs to.</summary>
    public static CedarSet FamiliesOf(IReadOnlyList<string> labels)
    {
        var all = new HashSet<CedarValue>();
        foreach (var label in labels)
        {
            Add(all, label);
        }

        return all.Count == 0 ? CedarSet.Empty : new CedarSet(all);
    }

    private static void Add(HashSet<CedarValue> set, string label)
    {
        for (var text = label; ; text = text[..text.LastIndexOf('.')])
        {
            set.Add(Text(text));
            if (!text.Contains('.', StringComparison.Ordinal))
            {
                return;
            }
        }
    }
}
