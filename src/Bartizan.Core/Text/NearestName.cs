namespace Bartizan.Core.Text;

/// <summary>Finds what a misspelt name was probably meant to be.</summary>
public static class NearestName
{
    private const int LongestCompared = 64;

    /// <summary><c>Did you mean …?</c>, or null when nothing is near.</summary>
    public static string? Hint(string name, IEnumerable<string> names) => Find(name, names) is { } near ? $"Did you mean {near}?" : null;

    /// <summary>The nearest of <paramref name="names"/>, if at most a third of it differs; the last part of a qualified name counts too.</summary>
    public static string? Find(string name, IEnumerable<string> names)
    {
        if (name.Length > LongestCompared)
        {
            return null;
        }

        string? nearest = null;
        var best = Math.Max(1, name.Length / 3) + 1;
        foreach (var candidate in names)
        {
            var distance = Math.Min(Distance(name, candidate), Distance(name, candidate[(candidate.LastIndexOf(':') + 1)..]));
            if (distance < best)
            {
                (nearest, best) = (candidate, distance);
            }
        }

        return nearest;
    }

    // Damerau's distance, each pair of neighbours swapped at most once (optimal string alignment); the case of letters does not count.
    private static int Distance(string a, string b)
    {
        if (b.Length > LongestCompared)
        {
            return int.MaxValue;
        }

        var before = new int[b.Length + 1];
        var last = new int[b.Length + 1];
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last, row) = (last, row, before);
        }

        return last[b.Length];
    }
}
