using Bartizan.Core.Exchanges;
using Bartizan.Guard.Injection.Features;

namespace Bartizan.Guard.Injection.Explaining;

/// <summary>Takes a score apart. It runs only on text that fired, so it may allocate; it scores the same windows as the scorer.</summary>
internal static class Explainer
{
    /// <summary>Shares shown one by one.</summary>
    public const int Shown = 10;

    private const int LongestFeature = 64;

    /// <summary>The whole text, if its head scores highest; else the windows at or above the threshold, best first, none overlapping a better one.</summary>
    public static List<Explanation> Explain(InjectionModel model, ReadOnlyMemory<char> text, InjectionChannel channel, int most)
    {
        var list = FeatureList.From(text.Span);
        if (list.Features.Count == 0)
            return [];
        var (whole, window) = model.HeadLogOdds(text.Span, channel);
        if (whole >= window)
        {
            var all = new FiredWindow(whole, 0, list.Features.Count, list.Units[0].Start, list.Units[^1].End);
            return [Take(list, text.Span, all, model.Header.UserWhole, hash => model.Weight(hash, channel, whole: true))];
        }

        var head = channel == InjectionChannel.User ? model.Header.UserWindow : model.Header.DataWindow;
        int WeightOf(ulong hash) => model.Weight(hash, channel, whole: false);
        var least = Math.Min(window, InjectionModel.LogOddsOf(model.Threshold(channel).Score));
        return [.. FiredWindows.Find(list, WeightOf, head, least, most).Select(fired => Take(list, text.Span, fired, head, WeightOf))];
    }

    private static Explanation Take(FeatureList list, ReadOnlySpan<char> text, FiredWindow window, InjectionHead head, Func<ulong, int> weightOf)
    {
        var features = new List<FeatureAt>();
        for (var i = window.FirstFeature; i < window.EndFeature; i++)
        {
            if (list.Features[i].Start >= window.Start)
            {
                features.Add(list.Features[i]);
            }
        }

        var unit = head.Scale / Math.Sqrt(features.Count);
        var shares = features.Select(f => (Feature: f, Weight: unit * weightOf(f.Hash)))
            .OrderByDescending(s => Math.Abs(s.Weight)).ThenBy(s => s.Feature.Start).ThenBy(s => s.Feature.Kind).ToList();
        var contributions = new List<Contribution>(Shown + 2);
        foreach (var (feature, weight) in shares.Take(Shown))
        {
            var (start, end) = Place(feature, text.Length);
            contributions.Add(new Contribution(Name(feature, text), weight, start, end - start));
        }

        if (shares.Count > Shown)
        {
            contributions.Add(new Contribution($"{shares.Count - Shown} others", shares.Skip(Shown).Sum(s => s.Weight), -1, 0));
        }

        contributions.Add(new Contribution("bias", head.Bias, -1, 0));
        return new Explanation(contributions.Sum(c => c.Weight), window.Start, window.End, contributions);
    }

    private static (int Start, int End) Place(FeatureAt feature, int length) => feature.Kind switch
    {
        FeatureKind.MarkBefore => (Math.Max(0, feature.Start - 1), feature.End),
        FeatureKind.MarkAfter => (feature.Start, Math.Min(length, feature.End + 1)),
        _ => (feature.Start, feature.End),
    };

    private static string Name(FeatureAt feature, ReadOnlySpan<char> text)
    {
        var name = feature.Kind switch
        {
            FeatureKind.Gap => $"{text[feature.Start..feature.FirstEnd]} … {text[feature.LastStart..feature.End]}",
            FeatureKind.Pair => $"{text[feature.Start..feature.FirstEnd]} {text[feature.LastStart..feature.End]}",
            FeatureKind.MarkBefore => $"{Mark(text, feature.Start - 1)}{text[feature.Start..feature.End]}",
            FeatureKind.MarkAfter => $"{text[feature.Start..feature.End]}{Mark(text, feature.End)}",
            _ => text[feature.Start..feature.End].ToString(),
        };
        return name.Length <= LongestFeature ? name : $"{name.AsSpan(0, LongestFeature)}…";
    }

    /// <summary>A mark as people can see it: the ends of the text count as line ends.</summary>
    private static string Mark(ReadOnlySpan<char> text, int at) =>
        at < 0 || at >= text.Length || char.IsControl(text[at]) ? "⏎" : text[at].ToString();
}
