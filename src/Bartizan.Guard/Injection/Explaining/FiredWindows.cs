using Bartizan.Guard.Injection.Features;
using Bartizan.Guard.Injection.Scoring;

namespace Bartizan.Guard.Injection.Explaining;

/// <summary>A window at or above the threshold.</summary>
internal readonly record struct FiredWindow(double LogOdds, int FirstFeature, int EndFeature, int Start, int End);

/// <summary>Finds the windows that fired, the best first, leaving out what overlaps a better one.</summary>
internal static class FiredWindows
{
    /// <summary>At most <paramref name="most"/> windows whose log-odds are at least <paramref name="least"/>.</summary>
    public static List<FiredWindow> Find(FeatureList list, Func<ulong, int> weightOf, InjectionHead head, double least, int most)
    {
        var (features, units) = list;
        var sums = new int[features.Count + 1];
        for (var i = 0; i < features.Count; i++)
        {
            sums[i + 1] = sums[i] + weightOf(features[i].Hash);
        }

        var fired = new List<FiredWindow>();
        for (var first = 0; first < units.Count; first++)
        {
            var (crossing, crossingCount) = Crossing(list, units, sums, first);
            for (var last = first; last < units.Count && IsWindow(units, first, last); last++)
            {
                var sum = sums[units[last].EndFeature] - sums[units[first].FirstFeature] - crossing;
                var count = units[last].EndFeature - units[first].FirstFeature - crossingCount;
                var logOdds = (head.Scale * (sum * InverseRoots.Of(count))) + head.Bias;
                if (logOdds >= least && (first < last || units[first].Words >= WindowRules.FewestWords))
                {
                    fired.Add(new FiredWindow(logOdds, units[first].FirstFeature, units[last].EndFeature, units[first].Start, units[last].End));
                }
            }
        }

        return Settle(fired, most);
    }

    private static bool IsWindow(List<UnitAt> units, int first, int last) =>
        first == last || (units[last].To - units[first].From <= WindowRules.LongestWindow && last - first < WindowRules.MostUnits);

    private static (int Sum, int Count) Crossing(FeatureList list, List<UnitAt> units, int[] sums, int first)
    {
        var (sum, count) = (0, 0);
        var words = 0;
        for (var i = units[first].FirstFeature; i < units[first].EndFeature && words <= 2; i++)
        {
            words += list.Features[i].Kind == FeatureKind.Word ? 1 : 0;
            if (list.Features[i].Start < units[first].Start)
            {
                sum += sums[i + 1] - sums[i];
                count++;
            }
        }

        return (sum, count);
    }

    private static List<FiredWindow> Settle(List<FiredWindow> fired, int most)
    {
        fired.Sort((a, b) => a.LogOdds != b.LogOdds ? b.LogOdds.CompareTo(a.LogOdds) : a.Start.CompareTo(b.Start));
        var kept = new List<FiredWindow>();
        foreach (var window in fired)
        {
            if (kept.Count == most)
                break;
            if (!kept.Exists(k => window.Start < k.End && k.Start < window.End))
            {
                kept.Add(window);
            }
        }

        return kept;
    }
}
