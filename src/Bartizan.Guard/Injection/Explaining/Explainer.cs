using Bartizan.Core.Exchanges;
using Bartizan.Guard.Injection.Features;
using Bartizan.Guard.Injection.Scoring;

namespace Bartizan.Guard.Injection.Explaining;

/// <summary>Takes a score apart. It runs only on text that fired, so it may allocate; it scores the same windows as the scorer.</summary>
internal static class Explainer
{
    /// <summary>Shares shown one by one.</summary>
    public const int Shown = 10;

    private const int LongestFeature = 64;

    /// <summary>The whole text, if it scores highest as such; else the windows at or above the threshold, best first, none overlapping a better one.</summary>
    public static List<Explanation> Explain(InjectionModel model, ReadOnlyMemory<char> text, InjectionChannel channel, int most)
    {
        var list = FeatureList.From(text.Span);
        if (list.Features.Count == 0)
            return [];
        var scores = model.Scores(text.Span, channel);
        if (scores.Blend >= scores.Window)
            return [Blend(model, list, text.Span)];

        var head = channel == InjectionChannel.User ? Alone(model) : model.Header.DataWindow;
        int WeightOf(ulong hash) => model.Weight(hash, channel, whole: false);
        var least = Math.Min(scores.Window, InjectionModel.LogOddsOf(model.Thresholds(channel).Annotate.Score));
        return [.. FiredWindows.Find(list, WeightOf, head, least, most).Select(fired =>
            Take(Shares(list, fired, head, WeightOf), head.Bias, text.Span, fired.Start, fired.End))];
    }

    private static InjectionHead Alone(InjectionModel model) =>
        model.Header.UserWindow with { Bias = model.Header.UserWindow.Bias + model.Header.UserWindowAlone };

    /// <summary>Each feature's share by the whole text and, where it stands in the best window, by that too.</summary>
    private static Explanation Blend(InjectionModel model, FeatureList list, ReadOnlySpan<char> text)
    {
        const double windowShare = 1 - InjectionModel.WholeShare;
        var (whole, window) = (model.Header.UserWhole, model.Header.UserWindow);
        int WeightOf(ulong hash) => model.Weight(hash, InjectionChannel.User, whole: false);
        var best = FiredWindows.Find(list, WeightOf, window, double.NegativeInfinity, most: 1)[0];
        var inBest = Shares(list, best, window, WeightOf).ToDictionary(s => s.Feature, s => windowShare * s.Weight);
        var unit = InjectionModel.WholeShare * whole.Scale * InverseRoots.Of(list.Features.Count);
        var shares = list.Features.ConvertAll(f => (f, (unit * model.Weight(f.Hash, InjectionChannel.User, whole: true)) + inBest.GetValueOrDefault(f)));
        var bias = (InjectionModel.WholeShare * whole.Bias) + (windowShare * window.Bias);
        return Take(shares, bias, text, list.Units[0].Start, list.Units[^1].End);
    }

    private static List<(FeatureAt Feature, double Weight)> Shares(FeatureList list, FiredWindow window, InjectionHead head, Func<ulong, int> weightOf)
    {
        var features = list.Features.GetRange(window.FirstFeature, window.EndFeature - window.FirstFeature);
        features.RemoveAll(f => f.Start < window.Start);
        var unit = head.Scale * InverseRoots.Of(features.Count);
        return features.ConvertAll(f => (f, unit * weightOf(f.Hash)));
    }

    private static Explanation Take(List<(FeatureAt Feature, double Weight)> shares, double bias, ReadOnlySpan<char> text, int start, int end)
    {
        var ordered = shares.OrderByDescending(s => Math.Abs(s.Weight)).ThenBy(s => s.Feature.Start).ThenBy(s => s.Feature.Kind).ToList();
        var contributions = new List<Contribution>(Shown + 2);
        foreach (var (feature, weight) in ordered.Take(Shown))
        {
            var place = Place(feature, text.Length);
            contributions.Add(new Contribution(Name(feature, text), weight, place.Start, place.End - place.Start));
        }

        if (ordered.Count > Shown)
        {
            contributions.Add(new Contribution($"{ordered.Count - Shown} others", ordered.Skip(Shown).Sum(s => s.Weight), -1, 0));
        }

        contributions.Add(new Contribution("bias", bias, -1, 0));
        return new Explanation(contributions.Sum(c => c.Weight), start, end, contributions);
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
            FeatureKind.Gap or FeatureKind.Parts or FeatureKind.PartsApart => $"{text[feature.Start..feature.FirstEnd]} … {text[feature.LastStart..feature.End]}",
            FeatureKind.Pair => $"{text[feature.Start..feature.FirstEnd]} {text[feature.LastStart..feature.End]}",
            FeatureKind.MarkBefore => $"{Mark(text, feature.Start - 1)}{text[feature.Start..feature.End]}",
            FeatureKind.MarkAfter => $"{text[feature.Start..feature.End]}{Mark(text, feature.End)}",
            _ => text[feature.Start..feature.End].ToString(),
        };
        return name.Length <= LongestFeature ? name : $"{name.AsSpan(0, LongestFeature)}…";
    }

    /// <summary>A mark as people can see it: the ends of the text, and of a sentence before a space, count as line ends.</summary>
    private static string Mark(ReadOnlySpan<char> text, int at) =>
        at < 0 || at >= text.Length || char.IsControl(text[at]) || text[at] == ' ' ? "⏎" : text[at].ToString();
}
