using System.Text;
using Bartizan.Detect.Correlations;
using Bartizan.Detect.Events;
using Bartizan.Detect.Matching;
using Bartizan.Detect.Rules;

namespace Bartizan.Detect;

/// <summary>Asks the rules of one engine of events, one at a time. Not for several threads at once; make one for each.</summary>
public sealed class DetectSession
{
    /// <summary>An event larger than this, in bytes, is refused.</summary>
    public const int LargestEvent = 16 << 20;

    private readonly DetectEngine _engine;
    private readonly EventTable _table;
    private readonly EventMatch _match;
    private readonly Dictionary<DeclaredSource, RuleIndex> _routes = new(ReferenceEqualityComparer.Instance);
    private readonly Action<RuleMatch> _report;
    private readonly CorrelationRun _correlations;
    private RuleIndex? _every;
    private DeclaredSource? _lastRoute;
    private RuleIndex? _lastIndex;

    /// <summary>Begins a session; <paramref name="report"/> is called for every match, of correlations once event time has passed them.</summary>
    public DetectSession(DetectEngine engine, Action<RuleMatch> report)
    {
        (_engine, _report) = (engine, report);
        _correlations = new CorrelationRun(engine.Correlations, (long?)engine.Options.Lateness?.TotalMilliseconds, Report);
        _table = new EventTable(engine.Trie);
        _match = new EventMatch(engine.Rules, engine.AtomCount, engine.Trie);
    }

    /// <summary>How many matches came too late to be correlated.</summary>
    public long Late => _correlations.Late;

    /// <summary>
    /// The newest time that is believed, in milliseconds since 1970. Who reads a stream sets it to the clock and an allowance: one event from the
    /// future would otherwise move the watermark, and all that come after it would be late.
    /// </summary>
    public long Latest { get; set; } = long.MaxValue;

    /// <summary>How many matches could not be correlated because their event has no time, or one after <see cref="Latest"/>.</summary>
    public long Timeless { get; private set; }

    /// <summary>How many groups of correlations were given up for want of room.</summary>
    public long Evicted => _correlations.Evicted;

    /// <summary>Asks the rules of one JSON object and reports what matches; false when it is no JSON object, or larger or deeper than is read.</summary>
    /// <param name="buffer">Where the object stands.</param>
    /// <param name="offset">Its first byte.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="reference">What to call the event.</param>
    /// <param name="declared">Its log source, the same instance for the same source; null where it declares none.</param>
    public bool Take(byte[] buffer, int offset, int length, EventReference reference, DeclaredSource? declared = null)
    {
        if (Ask(buffer, offset, length, declared) is not { } found)
        {
            return false;
        }

        if (found.Count == 0)
        {
            return true;
        }

        var time = Time();
        string[] events = [reference.ToString()];
        for (var i = 0; i < found.Count; i++)
        {
            var rule = found[i];
            if (!_engine.Correlations.IsSilent(rule) && !_engine.IsRepeated(rule, found))
            {
                _report(new RuleMatch(Rule(rule), events, time));
            }

            Observe(rule, time, reference);
        }

        return true;
    }

    /// <summary>No more events come: what correlations waited for is reported.</summary>
    public void Complete() => _correlations.Complete();

    /// <summary>
    /// Asks the rules of one JSON object; returns the numbers of those that match, good until the next event, or null when it is no JSON object, or
    /// larger or deeper than is read.
    /// </summary>
    /// <param name="buffer">Where the object stands.</param>
    /// <param name="offset">Its first byte.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="declared">Its log source, the same instance for the same source; null where it declares none.</param>
    internal IReadOnlyList<int>? Ask(byte[] buffer, int offset, int length, DeclaredSource? declared = null)
    {
        if (length > LargestEvent)
        {
            return null;
        }

        var routed = _engine.Options.Routing == Routing.Auto;
        var index = routed && declared is null ? null : IndexFor(routed ? declared : null);
        if (!_table.Read(buffer, offset, length, index is { NeedsEverything: true }))
        {
            return null;
        }

        if (index is null)
        {
            index = IndexFor(_engine.Recognition.Of(_table));
            if (index.NeedsEverything)
            {
                _table.Read(buffer, offset, length, all: true);
            }
        }

        index.Run(_table, _match);
        return _match.Found;
    }

    /// <summary>What the rule with that number says of itself.</summary>
    internal RuleOrigin Rule(int number) => _engine.Rules[number].Origin;

    /// <summary>The time of the event asked of last: milliseconds since 1970, or null.</summary>
    internal long? Time() => _engine.Time.Of(_table);

    private void Observe(int rule, long? time, EventReference reference)
    {
        if (_engine.Correlations.AfterRule(rule).Count == 0)
        {
            return;
        }

        if (time is not { } known || known > Latest)
        {
            Timeless++;
            return;
        }

        var names = _engine.Correlations.FieldsOf(rule);
        _correlations.Take(rule, new Observation(known, [reference], names, Array.ConvertAll(names, Value)));
    }

    /// <summary>The first value of a field that is not null, as text.</summary>
    private string? Value(string field)
    {
        var found = (string?)null;
        for (var i = _table.First(_engine.Trie.Find(field)); i >= 0; i = _table[i].Next)
        {
            // Values stand newest first, so the last seen here is the event's first.
            if (_table[i].Kind is ValueKind.Text or ValueKind.Scalar || (_table[i].Kind == ValueKind.Container && found is null))
            {
                found = Encoding.UTF8.GetString(_table.Text(i));
            }
        }

        return found;
    }

    private void Report(CompiledCorrelation correlation, Observation fired) => _report(new RuleMatch(
        correlation.Written.Origin,
        [.. fired.Events.Select(e => e.ToString())],
        fired.Time,
        fired.Names.Zip(fired.Values).ToDictionary(p => p.First, p => p.Second ?? "", StringComparer.Ordinal)));

    private RuleIndex IndexFor(DeclaredSource? route)
    {
        if (route is null)
        {
            return _every ??= _engine.IndexFor(null);
        }

        // Events come in runs of one source, so most need no look-up.
        if (ReferenceEquals(route, _lastRoute))
        {
            return _lastIndex!;
        }

        if (!_routes.TryGetValue(route, out var index))
        {
            if (_routes.Count > 1024)
            {
                _routes.Clear();
            }

            _routes[route] = index = _engine.IndexFor(route);
        }

        (_lastRoute, _lastIndex) = (route, index);
        return index;
    }
}
