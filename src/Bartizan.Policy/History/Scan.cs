using Bartizan.Policy.Evaluation;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.History;

/// <summary>One walk over events for one question: it stops where a condition fails, or where it would take too long.</summary>
internal struct Scan()
{
    /// <summary>Events that are looked at for one question of one request.</summary>
    public const int Most = 100_000;

    private int _left = Most;

    /// <summary>Why a condition on an event failed.</summary>
    public Fault? Failure { get; private set; }

    /// <summary>Whether more would have to be looked at than may be.</summary>
    public readonly bool IsTooLong => _left < 0;

    /// <summary>Whether to go on.</summary>
    public bool Goes(Fault? failure) => (Failure ??= failure) is null && !IsTooLong;

    /// <summary>Whether an event fits.</summary>
    public bool Fits(EventTest test, HistoryEvent e, EvaluationContext context)
    {
        if (!Goes(null) || --_left < 0)
        {
            return false;
        }

        var fits = test.Fits(e, context);
        Failure = fits as Fault;
        return ReferenceEquals(fits, CedarBool.True);
    }
}
