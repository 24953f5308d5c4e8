using Bartizan.Policy.Evaluation;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.History;

/// <summary>
/// The events of one principal that fit one pattern within its window, kept as they come. Where a pattern needs the request to tell, those that may fit
/// are kept, and looked at for each request.
/// </summary>
internal sealed class EventTrack(EventPattern pattern, long window, HistoryQuery? summing)
{
    private readonly EventTest _test = new(pattern);
    private readonly EventRing _fitting = new();
    private Int128 _sum;
    private Fault? _failure;

    /// <summary>Looks at a new event.</summary>
    public void Add(in PlacedEvent item, EvaluationContext noRequest)
    {
        if (Keeps(item.Event, noRequest))
        {
            _fitting.Add(item);
            _sum += Summand(item.Event);
        }
    }

    /// <summary>Looks again at an event of which more is known now.</summary>
    public void Replace(in PlacedEvent item, EvaluationContext noRequest)
    {
        var at = _fitting.Find(item.Sequence);
        var (kept, keeps) = (at < _fitting.Count && _fitting[at].Sequence == item.Sequence, Keeps(item.Event, noRequest));
        if (kept)
        {
            _sum -= Summand(_fitting[at].Event);
        }

        if (keeps)
        {
            _sum += Summand(item.Event);
        }

        switch (kept, keeps)
        {
            case (true, true):
                _fitting.Set(at, item);
                break;
            case (true, false):
                _fitting.RemoveAt(at);
                break;
            case (false, true):
                _fitting.Insert(at, item);
                break;
        }
    }

    /// <summary>Forgets what has left the window.</summary>
    public void Expire(long now)
    {
        while (_fitting.Count > 0 && _fitting[0].Event.Time < now - window)
        {
            _sum -= Summand(_fitting[0].Event);
            _fitting.RemoveFirst();
        }
    }

    /// <summary>The last event that fits, after a place in the order; null for none.</summary>
    public PlacedEvent? Last(EvaluationContext context, long after, ref Scan scan)
    {
        if (!scan.Goes(_failure))
        {
            return null;
        }

        for (var i = _fitting.Count - 1; i >= 0 && _fitting[i].Sequence > after; i--)
        {
            if (_test.IsStatic || scan.Fits(_test, _fitting[i].Event, context))
            {
                return _fitting[i];
            }
        }

        return null;
    }

    /// <summary>How many events fit, and the sum of the field that is summed.</summary>
    public (long Count, Int128 Sum) Total(EvaluationContext context, ref Scan scan)
    {
        if (!scan.Goes(_failure) || _test.IsStatic)
        {
            return (_fitting.Count, _sum);
        }

        var (count, sum) = (0L, (Int128)0);
        for (var i = _fitting.Count - 1; i >= 0 && scan.Goes(null); i--)
        {
            if (scan.Fits(_test, _fitting[i].Event, context))
            {
                count++;
                sum += Summand(_fitting[i].Event);
            }
        }

        return (count, sum);
    }

    /// <summary>Whether an event that did not happen yet would fit: a bool, or a fault.</summary>
    public CedarValue WouldFit(HistoryEvent e, EvaluationContext context) => _test.MayFit(e) ? _test.Fits(e, context) : CedarBool.False;

    private bool Keeps(HistoryEvent e, EvaluationContext noRequest)
    {
        if (!_test.MayFit(e) || !_test.IsStatic)
        {
            return _test.MayFit(e);
        }

        var fits = _test.Fits(e, noRequest);
        _failure ??= fits as Fault;
        return ReferenceEquals(fits, CedarBool.True);
    }

    private long Summand(HistoryEvent e) => summing?.Summand(e) ?? 0;
}
