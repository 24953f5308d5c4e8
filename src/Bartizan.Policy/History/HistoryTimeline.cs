using Bartizan.Policy.Entities;
using Bartizan.Policy.Evaluation;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.History;

/// <summary>
/// The past of one principal. What is asked of it again and again is kept up to date as events come, so that asking costs the same however many there
/// were. Not thread-safe. Its clock never goes back: where the one outside does, its time stands still until that has caught up.
/// </summary>
public sealed class HistoryTimeline
{
    /// <summary>Events that are held; older ones go, and questions that reach back to them have no answer.</summary>
    public const int MostEvents = 500_000;

    private static readonly AuthorizationRequest Nothing = new(default, default, default, CedarRecord.Empty);

    private readonly EvaluationContext _noRequest = new(Nothing, EntityStore.Empty);
    private readonly EventRing _events = new();
    private readonly TrackTable _tracks = new();
    private long _now = long.MinValue;
    private long _next;
    private long _lostUntil = long.MinValue;

    /// <summary>How many events it holds.</summary>
    public int Count => _events.Count;

    /// <summary>Adds what has just happened; returns its place, to tell more of it later.</summary>
    public long Add(HistoryEvent added)
    {
        _now = Math.Max(_now, added.Time);
        var item = new PlacedEvent(_next++, added.Time == _now ? added : added with { Time = _now });
        if (_events.Count == MostEvents)
        {
            _lostUntil = _events[0].Event.Time;
            _events.RemoveFirst();
        }

        _events.Add(item);
        foreach (var tracks in _tracks.Of(item.Event.Resource))
        {
            tracks.Add(item, _noRequest);
        }

        return item.Sequence;
    }

    /// <summary>Tells more of an event; its time and resource stay. Nothing happens where it is gone.</summary>
    public void Replace(long place, HistoryEvent told)
    {
        if (_events.Count == 0 || place < _events[0].Sequence)
        {
            return;
        }

        var at = (int)(place - _events[0].Sequence);
        var item = new PlacedEvent(place, told with { Time = _events[at].Event.Time, Resource = _events[at].Event.Resource });
        _events.Set(at, item);
        foreach (var tracks in _tracks.Of(item.Event.Resource))
        {
            tracks.Replace(item, _noRequest);
        }
    }

    /// <summary>Answers questions about the past of a request's principal; what fails for this request is left out. Null where an answer would need more of the past than is held or can be looked through.</summary>
    /// <param name="queries">The questions.</param>
    /// <param name="request">The request, which itself does not count.</param>
    /// <param name="entities">What is known of those it speaks of.</param>
    /// <param name="now">The time, in microseconds since 1970.</param>
    /// <param name="own">What the request will be as an event if it is allowed, for questions <c>with this</c>; null where it will be none.</param>
    public CedarRecord? Ask(IReadOnlyList<HistoryQuery> queries, AuthorizationRequest request, EntityStore entities, long now, HistoryEvent? own = null)
    {
        _now = Math.Max(_now, now);
        var context = new EvaluationContext(request, entities);
        var answers = new List<KeyValuePair<string, CedarValue>>(queries.Count);
        foreach (var query in queries)
        {
            if (_lostUntil >= _now - Microseconds(query.Window))
            {
                return null;
            }

            var scan = new Scan();
            var answer = Tracks(query).Answer(context, _now, own, ref scan);
            if (scan.IsTooLong)
            {
                return null;
            }

            if (scan.Failure is null)
            {
                answers.Add(new(query.Text, answer));
            }
        }

        return new CedarRecord((KeyValuePair<string, CedarValue>[])[.. answers]);
    }

    /// <summary>Forgets events before a time, and what was kept for questions that nobody has asked since.</summary>
    public void Forget(long before)
    {
        while (_events.Count > 0 && _events[0].Event.Time < before)
        {
            _events.RemoveFirst();
        }

        _tracks.Forget(before, _now);
    }

    private static long Microseconds(TimeSpan window) => window.Ticks / TimeSpan.TicksPerMicrosecond;

    private QueryTracks Tracks(HistoryQuery query)
    {
        if (_tracks.Find(query) is { } known)
        {
            return known;
        }

        var tracks = new QueryTracks(query, Microseconds(query.Window));
        for (var i = 0; i < _events.Count; i++)
        {
            tracks.Add(_events[i], _noRequest);
        }

        _tracks.Add(query, tracks);
        return tracks;
    }
}
