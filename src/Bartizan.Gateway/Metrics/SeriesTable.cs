using System.Collections.Concurrent;

namespace Bartizan.Gateway.Metrics;

/// <summary>Up to three label values.</summary>
internal readonly record struct LabelValues(string First, string Second = "", string Third = "")
{
    public string this[int index] => index switch { 0 => First, 1 => Second, _ => Third };
}

/// <summary>The series of one family. There are at most <see cref="MostSeries"/>, whatever happens: what would be more is counted under <c>other</c>. Finding one takes no lock.</summary>
internal sealed class SeriesTable<T>(Func<T> create)
    where T : class
{
    /// <summary>Series of a family, the one for all others not counted.</summary>
    public const int MostSeries = 500;

    /// <summary>Label value of what would be too many.</summary>
    public const string Other = "other";

    private static readonly LabelValues Rest = new(Other, Other, Other);

    private readonly ConcurrentDictionary<LabelValues, T> _series = new();
    private int _count;

    /// <summary>The series with these labels.</summary>
    public T this[in LabelValues labels]
    {
        get
        {
            if (_series.TryGetValue(labels, out var known))
            {
                return known;
            }

            // Counted apart: asking the dictionary for its size takes all its locks.
            var fits = Volatile.Read(ref _count) < MostSeries && Interlocked.Increment(ref _count) <= MostSeries;
            return _series.GetOrAdd(fits ? labels : Rest, static (_, make) => make(), create);
        }
    }

    /// <summary>All series, in order of their labels.</summary>
    public IEnumerable<KeyValuePair<LabelValues, T>> Sorted() => _series
        .OrderBy(s => s.Key.First, StringComparer.Ordinal).ThenBy(s => s.Key.Second, StringComparer.Ordinal).ThenBy(s => s.Key.Third, StringComparer.Ordinal);
}
