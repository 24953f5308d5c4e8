namespace Bartizan.Gateway.Metrics;

/// <summary>A histogram of seconds, with at most one label.</summary>
/// <param name="name">Name, with its unit.</param>
/// <param name="help">One sentence.</param>
/// <param name="bounds">Upper bounds in seconds, ascending; beyond the last it is open.</param>
/// <param name="label">The label, or null for a single series.</param>
internal sealed class HistogramFamily(string name, string help, double[] bounds, string? label = null)
{
    private readonly SeriesTable<long[]> _series = new(() => new long[bounds.Length + 2]);

    /// <summary>Counts one observation.</summary>
    public void Observe(double seconds, string value = "")
    {
        var cells = _series[new LabelValues(value)];
        var bucket = 0;
        while (bucket < bounds.Length && seconds > bounds[bucket])
        {
            bucket++;
        }

        Interlocked.Increment(ref cells[bucket]);
        // The sum is kept in microseconds, in the last cell.
        Interlocked.Add(ref cells[^1], (long)(seconds * 1e6));
    }

    public void Write(MetricsText text)
    {
        text.Family(name, "histogram", help);
        if (label is null)
        {
            _ = _series[new LabelValues("")];
        }

        foreach (var (values, cells) in _series.Sorted())
        {
            (string Name, string Value)[] labels = label is null ? [] : [(label, values.First)];
            var count = 0L;
            for (var i = 0; i <= bounds.Length; i++)
            {
                count += Volatile.Read(ref cells[i]);
                text.Sample("_bucket", count, [.. labels, ("le", MetricsText.Number(i < bounds.Length ? bounds[i] : double.PositiveInfinity))]);
            }

            text.Sample("_sum", Volatile.Read(ref cells[^1]) / 1e6, labels);
            text.Sample("_count", count, labels);
        }
    }
}
