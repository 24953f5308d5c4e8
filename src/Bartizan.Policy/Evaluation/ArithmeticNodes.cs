using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Evaluation;

/// <summary><c>+</c>, <c>-</c>, <c>*</c> on longs; a result beyond 64 bits is an error.</summary>
internal sealed class ArithmeticNode(BinaryOperator op, Node left, Node right) : Node
{
    public override CedarValue Evaluate(EvaluationContext context)
    {
        var a = left.Evaluate(context);
        if (a is not CedarLong x)
        {
            return Fault.WrongType("a long", op.Sign(), a);
        }

        var b = right.Evaluate(context);
        if (b is not CedarLong y)
        {
            return Fault.WrongType("a long", op.Sign(), b);
        }

        var exact = op switch
        {
            BinaryOperator.Add => (Int128)x.Value + y.Value,
            BinaryOperator.Subtract => (Int128)x.Value - y.Value,
            _ => (Int128)x.Value * y.Value,
        };
        return exact >= long.MinValue && exact <= long.MaxValue
            ? new CedarLong((long)exact)
            : new Fault($"{x.Value} {op.Sign()} {y.Value} does not fit 64 bits.");
    }
}

internal sealed class NegateNode(Node operand) : Node
{
    public override CedarValue Evaluate(EvaluationContext context) => operand.Evaluate(context) switch
    {
        CedarLong { Value: long.MinValue } => new Fault($"-({long.MinValue}) does not fit 64 bits."),
        CedarLong x => new CedarLong(-x.Value),
        var value => Fault.WrongType("a long", "-", value),
    };
}
