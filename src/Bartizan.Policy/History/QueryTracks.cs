using Bartizan.Policy.Evaluation;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.History;

/// <summary>What is kept to answer one question about one principal's past.</summary>
internal sealed class QueryTracks(HistoryQuery query, long window)
{
    // Far above any limit, and far enough below 64 bits that a policy may add eight: an addition that fails would have its forbid ignored.
    private const long GreatestSum = 1_000_000_000_000_000_000;

    private readonly EventTrack _events = new(query.Events, window, query.Kind == HistoryKind.Sum ? query : null);
    private readonly EventTrack? _anchor = query.Anchor is { } anchor ? new EventTrack(anchor, window, null) : null;

    public void Add(in PlacedEvent item, EvaluationContext noRequest)
    {
        _events.Add(item, noRequest);
        _anchor?.Add(item, noRequest);
    }

    public void Replace(in PlacedEvent item, EvaluationContext noRequest)
    {
        _events.Replace(item, noRequest);
        _anchor?.Replace(item, noRequest);
    }

    /// <summary>When it was asked last.</summary>
    public long Asked { get; private set; } = long.MinValue;

    /// <summary>Forgets what has left the window.</summary>
    public void Expire(long now)
    {
        _events.Expire(now);
        _anchor?.Expire(now);
    }

    /// <summary>The answer, unless the scan says that there is none.</summary>
    /// <param name="context">The request.</param>
    /// <param name="now">The time, in microseconds since 1970.</param>
    /// <param name="own">What the request will be as an event if it is allowed; null where it is none.</param>
    /// <param name="scan">Says how far to look, and what failed.</param>
    public CedarValue Answer(EvaluationContext context, long now, HistoryEvent? own, ref Scan scan)
    {
        Expire(now);
        Asked = now;
        return query.Kind switch
        {
            HistoryKind.Formerly => CedarBool.Of(_events.Last(context, -1, ref scan) is not null),
            HistoryKind.Count => new CedarLong(_events.Total(context, ref scan).Count),
            HistoryKind.Sum => new CedarLong((long)Int128.Clamp(_events.Total(context, ref scan).Sum + Own(context, own, ref scan), -GreatestSum, GreatestSum)),
            _ => CedarBool.Of(_anchor!.Last(context, -1, ref scan) is { } last && _events.Last(context, last.Sequence, ref scan) is null),
        };
    }

    // A request whose number is not known has no sum: better none than one that is too small.
    private long Own(EvaluationContext context, HistoryEvent? own, ref Scan scan)
    {
        if (!query.WithThis || own is null || !scan.Goes(null))
        {
            return 0;
        }

        var fits = _events.WouldFit(own, context);
        if (!ReferenceEquals(fits, CedarBool.True))
        {
            scan.Goes(fits as Fault);
            return 0;
        }

        scan.Goes(own.Numbers.ContainsKey(query.Number!.Key) ? null : new Fault($"The call does not say {query.Number.Argument}."));
        return query.Summand(own);
    }
}
