namespace Bartizan.Guard.Injection.Evaluation;

/// <summary>What scores say apart from any threshold: how well they put attacks above benign rows.</summary>
internal static class Ranking
{
    /// <summary>
    /// The area under the ROC curve: the chance that an attack drawn at random scores above a benign row drawn at random, ties counting
    /// half (Mann and Whitney). Null when either is missing.
    /// </summary>
    public static double? Auc(IReadOnlyCollection<double> attacks, double[] benignAscending)
    {
        if (attacks.Count == 0 || benignAscending.Length == 0)
            return null;
        var below = 0.0;
        foreach (var score in attacks)
        {
            var first = Count(benignAscending, score, orEqual: false);
            var last = Count(benignAscending, score, orEqual: true);
            below += first + ((last - first) / 2.0);
        }

        return below / ((double)attacks.Count * benignAscending.Length);
    }

    /// <summary>The score which at most <paramref name="share"/> of the benign rows lie above; negative infinity when there are none.</summary>
    public static double ScoreAt(double[] benignAscending, double share)
    {
        if (benignAscending.Length == 0)
            return double.NegativeInfinity;
        var allowed = (int)(benignAscending.Length * share);
        return benignAscending[benignAscending.Length - 1 - Math.Min(allowed, benignAscending.Length - 1)];
    }

    /// <summary>How many values lie below <paramref name="score"/>, or at it too.</summary>
    private static int Count(double[] ascending, double score, bool orEqual)
    {
        var (low, high) = (0, ascending.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ascending[middle] < score || (orEqual && ascending[middle] == score))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
