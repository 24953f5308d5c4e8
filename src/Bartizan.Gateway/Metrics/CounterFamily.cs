namespace Bartizan.Gateway.Metrics;

/// <summary>A counter by up to three labels.</summary>
internal sealed class CounterFamily(string name, string help, params string[] labels)
{
    private readonly SeriesTable<Cell> _series = new(static () => new Cell());

    public void Add(in LabelValues values, long count = 1) => Interlocked.Add(ref _series[values].Count, count);

    public void Write(MetricsText text)
    {
        text.Family(name, "counter", help);
        foreach (var (values, cell) in _series.Sorted())
        {
            text.Sample(Volatile.Read(ref cell.Count), [.. labels.Select((label, i) => (label, values[i]))]);
        }
    }

    private sealed class Cell
    {
        public long Count;
    }
}
