using System.Globalization;
using Bartizan.Detect.Conditions;
using Bartizan.Detect.Values;

namespace Bartizan.Detect.Correlations;

/// <summary>
/// What one group of one correlation saw within its timespan, and whether its condition held when it was last looked at. It fires when the condition
/// begins to hold: once for each burst.
/// </summary>
internal sealed class GroupWindow(CompiledCorrelation correlation)
{
    // So many observations a group are kept; older ones fall out first. Where they are ranked there are fewer, for each is put in its place.
    private const int MostEntries = 100_000;
    private const int MostRanked = 10_000;
    private const int MostEvents = 1_000;

    private readonly Queue<Entry> _entries = new();
    private readonly Dictionary<string, int> _distinct = new(StringComparer.Ordinal);
    private readonly List<double> _sorted = [];
    private readonly Observation?[] _latest = new Observation?[correlation.Inputs.Count];
    private readonly Chain?[] _chains = new Chain?[correlation.Inputs.Count];
    private double _sum;
    private int _forgotten;
    private bool _holds;

    private readonly record struct Entry(Observation What, string? Value, double Number);

    /// <summary>A run of observations in the order of the rules.</summary>
    private sealed record Chain(Observation Last, Chain? Before, long Start);

    /// <summary>How many observations are kept.</summary>
    public int Count => _entries.Count;

    /// <summary>The time of the last observation.</summary>
    public long Last { get; private set; }

    private SigmaCorrelation Rule => correlation.Written;

    /// <summary>Takes an observation, not older than those before; returns the events of a burst that begins with it, else null.</summary>
    public IReadOnlyList<EventReference>? Take(int input, Observation what)
    {
        Last = what.Time;
        var holds = Rule.Kind switch
        {
            CorrelationKind.Temporal => Temporal(input, what),
            CorrelationKind.TemporalOrdered => Ordered(input, what),
            _ => Windowed(input, what),
        };
        if (holds is not { } now)
        {
            return null;
        }

        var begins = now && !_holds;
        _holds = now;
        return begins ? Events() : null;
    }

    private bool? Windowed(int input, Observation what)
    {
        Forget(what.Time - Rule.Timespan);
        var (value, number) = ((string?)null, 0.0);
        if (Rule.Kind != CorrelationKind.EventCount)
        {
            value = Value(correlation.Inputs[input].ValueFields, what);
            var counts = value is not null && (Rule.Kind == CorrelationKind.ValueCount || IsShare
                || (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number)));
            if (!counts)
            {
                // What has no value is not looked at, but time has passed: the burst may be over.
                _holds = _holds && _entries.Count > 0 && Measure(null) is var rest && Within(rest);
                return null;
            }
        }

        _entries.Enqueue(new Entry(what, value, number));
        _sum += number;
        if (value is not null)
        {
            _distinct[value] = _distinct.GetValueOrDefault(value) + 1;
        }

        if (IsRanked)
        {
            var at = _sorted.BinarySearch(number);
            _sorted.Insert(at < 0 ? ~at : at, number);
        }

        return Within(Measure(value));
    }

    private bool IsRanked => Rule.Kind is CorrelationKind.ValuePercentile or CorrelationKind.ValueMedian && !IsShare;

    private bool IsShare => Rule is { Kind: CorrelationKind.ValuePercentile, Percentile: null };

    private bool Within(double measured) => Rule.Bounds.All(b => Comparison.Compare(b.Operator, measured, b.Number));

    private double Measure(string? newest) => Rule.Kind switch
    {
        CorrelationKind.EventCount => _entries.Count,
        CorrelationKind.ValueCount => _distinct.Count,
        CorrelationKind.ValueSum => _sum,
        CorrelationKind.ValueAverage => _sum / _entries.Count,
        _ when IsShare => newest is null ? double.NaN : 100.0 * _distinct[newest] / _entries.Count,
        _ => Percentile(Rule.Percentile!.Value),
    };

    // Linear between the two nearest ranks (Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996, definition 7).
    private double Percentile(double percentile)
    {
        var rank = percentile / 100 * (_sorted.Count - 1);
        var (low, high) = ((int)Math.Floor(rank), (int)Math.Ceiling(rank));
        return _sorted[low] + (rank - low) * (_sorted[high] - _sorted[low]);
    }

    private bool Temporal(int input, Observation what)
    {
        _latest[input] = what;
        var oldest = what.Time - Rule.Timespan;
        for (var i = 0; i < _latest.Length; i++)
        {
            if (_latest[i] is { } seen && seen.Time < oldest)
            {
                _latest[i] = null;
            }
        }

        if (Rule.Condition is { } condition)
        {
            return Holds(condition);
        }

        var count = _latest.Count(l => l is not null);
        return Rule.Bounds.Count == 0 ? count == _latest.Length : Within(count);
    }

    private bool Ordered(int input, Observation what)
    {
        var oldest = what.Time - Rule.Timespan;
        for (var i = 0; i < _chains.Length; i++)
        {
            if (_chains[i] is { } chain && chain.Start < oldest)
            {
                _chains[i] = null;
            }
        }

        // One chain for each rule: the one that began last, for it stays longest. An event extends the chain of the rule before it, which it is
        // not part of itself, so one event never counts twice.
        var before = input == 0 ? null : _chains[input - 1];
        if (before is not null && before.Last.Events.SequenceEqual(what.Events))
        {
            before = null;
        }

        if (input == 0)
        {
            _chains[0] = new Chain(what, null, what.Time);
        }
        else if (before is not null && (_chains[input] is not { } known || known.Start <= before.Start))
        {
            _chains[input] = new Chain(what, before, before.Start);
        }

        var reached = _chains.Count(c => c is not null);
        return Rule.Bounds.Count == 0 ? _chains[^1] is not null : Within(reached);
    }

    private bool Holds(ConditionNode node) => node switch
    {
        NamedCondition named => Enumerable.Range(0, _latest.Length).Any(i => _latest[i] is not null && string.Equals(correlation.Inputs[i].Name, named.Name, StringComparison.Ordinal)),
        JoinedCondition joined => joined.All ? joined.Parts.All(Holds) : joined.Parts.Any(Holds),
        NegatedCondition negated => !Holds(negated.Part),
        _ => false,
    };

    private void Forget(long oldest)
    {
        while (_entries.TryPeek(out var entry) && (entry.What.Time < oldest || _entries.Count >= (IsRanked ? MostRanked : MostEntries)))
        {
            _entries.Dequeue();
            _sum -= entry.Number;
            _forgotten++;
            if (entry.Value is { } value && --_distinct[value] == 0)
            {
                _distinct.Remove(value);
            }

            if (_sorted.Count > 0)
            {
                _sorted.RemoveAt(_sorted.BinarySearch(entry.Number));
            }
        }

        if (_forgotten > _entries.Count)
        {
            // Taking away rounds as adding does: now and then the sum is made anew, at no more cost than the observations that went.
            (_sum, _forgotten) = (_entries.Sum(e => e.Number), 0);
        }
    }

    private IReadOnlyList<EventReference> Events()
    {
        IEnumerable<Observation> observed = Rule.Kind switch
        {
            CorrelationKind.Temporal => _latest.OfType<Observation>().OrderBy(o => o.Time),
            CorrelationKind.TemporalOrdered => Links(_chains.Last(c => c is not null)!).Reverse(),
            _ => _entries.Select(e => e.What),
        };
        return [.. observed.SelectMany(o => o.Events).Distinct().TakeLast(MostEvents)];
    }

    private static IEnumerable<Observation> Links(Chain chain)
    {
        for (var link = chain; link is not null; link = link.Before)
        {
            yield return link.Last;
        }
    }

    private static string? Value(string[] fields, Observation what)
    {
        if (fields.Length == 1)
        {
            return what[fields[0]];
        }

        var values = fields.Select(f => what[f]).ToList();
        return values.Contains(null) ? null : GroupKey.Of(values!);
    }
}
