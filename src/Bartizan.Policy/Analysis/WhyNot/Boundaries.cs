using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Analysis.WhyNot;

/// <summary>The values next to what a comparison is about: the least that would make it come out as wanted.</summary>
internal static class Boundaries
{
    /// <summary>Values for the left side of <c>? op right</c>.</summary>
    public static IEnumerable<(CedarValue Value, CedarValue? OtherThan)> Left(BinaryOperator op, CedarValue right, bool wanted) => (op, wanted) switch
    {
        (BinaryOperator.Equal, true) or (BinaryOperator.NotEqual, false) => [(right, null)],
        (BinaryOperator.Equal, false) or (BinaryOperator.NotEqual, true) => Other(right) is { } other ? [(other, other is CedarBool ? null : right)] : [],
        (BinaryOperator.Less, true) or (BinaryOperator.GreaterOrEqual, false) => Moved(right, -1),
        (BinaryOperator.LessOrEqual, true) or (BinaryOperator.Greater, false) => Moved(right, 0),
        (BinaryOperator.Greater, true) or (BinaryOperator.LessOrEqual, false) => Moved(right, 1),
        (BinaryOperator.GreaterOrEqual, true) or (BinaryOperator.Less, false) => Moved(right, 0),
        _ => [],
    };

    /// <summary>Values for the right side of <c>left op ?</c>.</summary>
    public static IEnumerable<(CedarValue Value, CedarValue? OtherThan)> Right(BinaryOperator op, CedarValue left, bool wanted) => Left(
        op switch
        {
            BinaryOperator.Less => BinaryOperator.Greater,
            BinaryOperator.LessOrEqual => BinaryOperator.GreaterOrEqual,
            BinaryOperator.Greater => BinaryOperator.Less,
            BinaryOperator.GreaterOrEqual => BinaryOperator.LessOrEqual,
            _ => op,
        },
        left,
        wanted);

    private static IEnumerable<(CedarValue, CedarValue?)> Moved(CedarValue value, int by)
    {
        var (number, make) = value switch
        {
            CedarLong v => (v.Value, (Func<long, CedarValue>)(n => new CedarLong(n))),
            CedarDateTime v => (v.EpochMilliseconds, n => new CedarDateTime(n)),
            CedarDuration v => (v.Milliseconds, n => new CedarDuration(n)),
            CedarDecimal v => (v.TenThousandths, n => new CedarDecimal(n)),
            _ => (0L, null!),
        };
        var fits = by switch { < 0 => number > long.MinValue, > 0 => number < long.MaxValue, _ => true };
        return make is null || !fits ? [] : [(make(number + by), null)];
    }

    private static CedarValue? Other(CedarValue value) => value switch
    {
        CedarBool v => CedarBool.Of(!v.Value),
        CedarLong v => new CedarLong(v.Value == long.MaxValue ? 0 : v.Value + 1),
        CedarString v => new CedarString(v.Value.Length == 0 ? "other" : ""),
        _ => null,
    };
}
