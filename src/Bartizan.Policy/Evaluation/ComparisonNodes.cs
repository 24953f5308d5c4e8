using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Evaluation;

/// <summary><c>==</c> and <c>!=</c>: defined on every pair of values.</summary>
internal sealed class EqualNode(Node left, Node right, bool negated) : Node
{
    public override CedarValue Evaluate(EvaluationContext context)
    {
        var a = left.Evaluate(context);
        if (a is Fault)
        {
            return a;
        }

        var b = right.Evaluate(context);
        return b is Fault ? b : CedarBool.Of(a.Equals(b) != negated);
    }
}

/// <summary><c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c> on two longs, two datetimes or two durations.</summary>
internal sealed class OrderNode(BinaryOperator op, Node left, Node right) : Node
{
    public override CedarValue Evaluate(EvaluationContext context)
    {
        var a = left.Evaluate(context);
        if (a is Fault)
        {
            return a;
        }

        var b = right.Evaluate(context);
        return (a, b) switch
        {
            (_, Fault) => b,
            (CedarLong x, CedarLong y) => Compare(x.Value, y.Value),
            (CedarDateTime x, CedarDateTime y) => Compare(x.EpochMilliseconds, y.EpochMilliseconds),
            (CedarDuration x, CedarDuration y) => Compare(x.Milliseconds, y.Milliseconds),
            _ => new Fault($"{op.Sign()} compares two longs, two datetimes or two durations, not {a.TypeName} with {b.TypeName}."),
        };
    }

    private CedarBool Compare(long a, long b) => CedarBool.Of(op switch
    {
        BinaryOperator.Less => a < b,
        BinaryOperator.LessOrEqual => a <= b,
        BinaryOperator.Greater => a > b,
        _ => a >= b,
    });
}

internal sealed class LikeNode(Node left, Pattern pattern) : Node
{
    public override CedarValue Evaluate(EvaluationContext context) =>
        left.Evaluate(context) is var value && value is CedarString text
            ? CedarBool.Of(pattern.Matches(text.Value))
            : Fault.WrongType("a string", "like", value);
}
