namespace Bartizan.Detect.Correlations;

/// <summary>
/// Runs all correlations in the order of event time. Observations wait until the watermark, the newest time less the lateness allowed, has passed
/// them; what comes later still is counted and left out. Without a lateness all wait for the end, so the order of files does not matter.
/// </summary>
internal sealed class CorrelationRun(CorrelationSet set, long? lateness, Action<CompiledCorrelation, Observation> report)
{
    private const int MostPending = 1_000_000;
    private const int MostGroups = 100_000;
    private const long MostKept = 1_000_000;

    private readonly Dictionary<string, GroupWindow>[] _groups = [.. set.Correlations.Select(_ => new Dictionary<string, GroupWindow>(StringComparer.Ordinal))];
    private readonly PriorityQueue<(int Rule, Observation What), (long Time, long Order)> _pending = new();
    private readonly long[] _kept = new long[set.Correlations.Count];
    private long _newest = long.MinValue;
    private long _released = long.MinValue;
    private long _order;

    /// <summary>How many came after the watermark had passed them.</summary>
    public long Late { get; private set; }

    /// <summary>How many groups were given up for want of room.</summary>
    public long Evicted { get; private set; }

    /// <summary>A rule matched.</summary>
    public void Take(int rule, Observation what)
    {
        if (what.Time < _released)
        {
            Late++;
            return;
        }

        _pending.Enqueue((rule, what), (what.Time, _order++));
        _newest = Math.Max(_newest, what.Time);
        if (lateness is { } allowed)
        {
            Release(_newest - allowed);
        }

        while (_pending.Count > MostPending)
        {
            ReleaseOne();
        }
    }

    /// <summary>No more comes.</summary>
    public void Complete() => Release(long.MaxValue);

    private void Release(long until)
    {
        while (_pending.TryPeek(out _, out var next) && next.Time <= until)
        {
            ReleaseOne();
        }
    }

    private void ReleaseOne()
    {
        var (rule, what) = _pending.Dequeue();
        _released = what.Time;
        Feed(set.AfterRule(rule), what);
    }

    private void Feed(IReadOnlyList<(int Correlation, int Input)> links, Observation what)
    {
        // Backwards: where a rule stands twice in an order, the later place must not use what the earlier one has just taken.
        for (var i = links.Count - 1; i >= 0; i--)
        {
            var (number, input) = links[i];
            var correlation = set.Correlations[number];
            if (Key(correlation.Inputs[input].GroupFields, what) is not { } values)
            {
                continue;
            }

            var window = Window(number, GroupKey.Of(values), what.Time);
            var before = window.Count;
            var taken = window.Take(input, what);
            _kept[number] += window.Count - before;
            if (taken is not { } events)
            {
                continue;
            }

            var fired = new Observation(what.Time, events, [.. correlation.Written.GroupBy], values, what);
            if (correlation.Reported)
            {
                report(correlation, fired);
            }

            Feed(set.AfterCorrelation(number), fired);
        }
    }

    /// <summary>The values that make the group; null where a field is absent or null, for then the event is in no group.</summary>
    private static string[]? Key(string[] fields, Observation what)
    {
        var values = new string[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            if (what[fields[i]] is not { } value)
            {
                return null;
            }

            values[i] = value;
        }

        return values;
    }

    private GroupWindow Window(int number, string key, long now)
    {
        var groups = _groups[number];
        if (!groups.TryGetValue(key, out var window))
        {
            if (groups.Count >= MostGroups || _kept[number] >= MostKept)
            {
                Sweep(number, groups, now - set.Correlations[number].Written.Timespan);
            }

            groups[key] = window = new GroupWindow(set.Correlations[number]);
        }

        return window;
    }

    /// <summary>Makes room: groups whose window is past; if they are few, also the tenth that was quiet longest.</summary>
    private void Sweep(int number, Dictionary<string, GroupWindow> groups, long oldest)
    {
        foreach (var past in groups.Where(g => g.Value.Last < oldest).Select(g => g.Key).ToList())
        {
            groups.Remove(past);
        }

        _kept[number] = groups.Values.Sum(g => (long)g.Count);
        if (groups.Count > MostGroups / 10 * 9 || _kept[number] > MostKept / 10 * 9)
        {
            foreach (var quiet in groups.OrderBy(g => g.Value.Last).Take(groups.Count / 10 + 1).Select(g => g.Key).ToList())
            {
                groups.Remove(quiet);
                Evicted++;
            }

            _kept[number] = groups.Values.Sum(g => (long)g.Count);
        }
    }
}
