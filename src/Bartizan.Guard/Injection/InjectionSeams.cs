using System.Globalization;
using Bartizan.Core.Exchanges;
using Bartizan.Guard.Injection.Explaining;
using Bartizan.Guard.Normalization;

namespace Bartizan.Guard.Injection;

/// <summary>
/// Finds attacks that are dealt out over several texts: over the turns of a user, or over the parts of one message. Each text is read once more
/// with the end of those before it; a finding is made where none of them fired alone.
/// </summary>
internal sealed class InjectionSeams(InjectionModel model, string inspector)
{
    /// <summary>UTF-16 units read before a seam and behind it: a window's length and a little.</summary>
    private const int Reach = 240;

    /// <summary>Seams looked at, the last ones: those before were the last of an earlier request.</summary>
    private const int Most = 8;

    /// <summary>Adds what is found across texts; <paramref name="findings"/> holds what was found in each alone.</summary>
    public void Inspect(ReadOnlySpan<Segment> segments, List<Finding> findings)
    {
        var seams = 0;
        for (var i = segments.Length - 1; i > 0 && seams < Most; i--)
        {
            if (InjectionChannels.Of(segments[i].Role, segments[i].Provenance) is { } channel && Before(segments, i) is >= 0 and var before)
            {
                seams++;
                InspectOne(segments, before, i, channel, findings);
            }
        }
    }

    /// <summary>The text that <paramref name="i"/> goes on from: the user's turn before, or the part before; -1 where there is none.</summary>
    private static int Before(ReadOnlySpan<Segment> segments, int i)
    {
        ref readonly var after = ref segments[i];
        if (after.Role != SegmentRole.User)
            return i > 0 && Seams.AreParts(segments[i - 1], after) ? i - 1 : -1;
        for (var before = i - 1; before >= 0; before--)
        {
            if (segments[before].Role == SegmentRole.User && segments[before].Provenance == after.Provenance)
                return before;
        }

        return -1;
    }

    private void InspectOne(ReadOnlySpan<Segment> segments, int before, int after, InjectionChannel channel, List<Finding> findings)
    {
        var text = segments[after].Text;
        if (text.IsEmpty || HasFired(findings, segments[before].Index) || HasFired(findings, segments[after].Index))
            return;
        var head = Tail(segments, before);
        var joined = string.Concat(head, text.Span[..Math.Min(text.Length, Reach)]);
        var normal = TextNormalizer.Normalize(joined.AsMemory());
        var threshold = model.Thresholds(channel);
        if (InjectionModel.Probability(model.LogOdds(normal.Text.Span, channel)) < threshold.Annotate.Score)
            return;
        var explanation = Explainer.Explain(model, normal.Text, channel, most: 1)[0];
        var end = normal.ToOriginal(explanation.End) - head.Length;
        if (end <= 0 || normal.ToOriginal(explanation.Start) >= head.Length)
            return;
        var score = InjectionModel.Probability(explanation.LogOdds);
        findings.Add(new Finding
        {
            Label = score >= threshold.Block.Score ? InjectionInspector.CertainLabel : InjectionInspector.Label,
            Score = score,
            Segment = segments[after].Index,
            Start = 0,
            Length = end,
            Reason = string.Create(CultureInfo.InvariantCulture, $"Read with the texts before it, this reads like an instruction that was dealt out over several: score {score:0.000}, thresholds {threshold.Annotate.Score:0.000} to annotate and {threshold.Block.Score:0.000} to block in the {InjectionChannels.Name(channel)} channel, model {model.Name}."),
            Inspector = inspector,
            Normalisations = normal.Steps,

            // Words of several texts have no one place: the shares are exact, but stand nowhere.
            Contributions = [.. explanation.Contributions.Select(c => c with { Start = -1, Length = 0 })],
        });
    }

    /// <summary>The end of the texts up to <paramref name="last"/>, as many as fit, a space behind each.</summary>
    private static string Tail(ReadOnlySpan<Segment> segments, int last)
    {
        var tail = "";
        for (var i = last; i >= 0 && tail.Length < Reach; i = Before(segments, i))
        {
            var text = segments[i].Text.Span;
            tail = string.Concat(text[Math.Max(0, text.Length - (Reach - tail.Length))..], " ", tail);
        }

        return tail;
    }

    private static bool HasFired(List<Finding> findings, int segment) =>
        findings.Exists(f => f.Segment == segment && f.Label is InjectionInspector.Label or InjectionInspector.CertainLabel);
}
