using Bartizan.Core.Exchanges;

namespace Bartizan.Guard;

/// <summary>Puts findings in their one order and removes what says the same thing twice.</summary>
public static class FindingOrder
{
    /// <summary>By segment, start, longest first, label.</summary>
    public static int Compare(Finding a, Finding b)
    {
        var order = a.Segment.CompareTo(b.Segment);
        order = order != 0 ? order : a.Start.CompareTo(b.Start);
        order = order != 0 ? order : b.Length.CompareTo(a.Length);
        return order != 0 ? order : string.CompareOrdinal(a.Label, b.Label);
    }

    /// <summary>Sorts, drops what the options switch off, and keeps the surest of findings with one span and label.</summary>
    internal static IReadOnlyList<Finding> Settle(List<Finding> findings, GuardOptions options)
    {
        if (findings.Count < 2)
        {
            return findings.Count == 1 && !Reported(findings[0], options) ? [] : findings;
        }

        var settled = new List<Finding>(findings.Count);
        foreach (var finding in findings.Where(f => Reported(f, options)).Order(Comparer<Finding>.Create(Compare)))
        {
            if (settled.Count > 0 && Compare(settled[^1], finding) == 0)
            {
                settled[^1] = settled[^1].Score >= finding.Score ? settled[^1] : finding;
                continue;
            }

            settled.Add(finding);
        }

        return settled;
    }

    internal static bool Reported(Finding finding, GuardOptions options)
    {
        if (finding.Score < options.MinimumScore)
        {
            return false;
        }

        foreach (var pattern in options.DisabledLabels)
        {
            if (Finding.LabelMatches(finding.Label, pattern))
            {
                return false;
            }
        }

        return true;
    }
}
