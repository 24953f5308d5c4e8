using Bartizan.Policy.Values;

namespace Bartizan.Policy.Evaluation;

/// <summary>Stops at the first term that is false.</summary>
internal sealed class AndNode(Node[] terms) : Node
{
    public override CedarValue Evaluate(EvaluationContext context)
    {
        foreach (var term in terms)
        {
            var value = term.Evaluate(context);
            if (!ReferenceEquals(value, CedarBool.True))
            {
                return ReferenceEquals(value, CedarBool.False) ? value : Fault.WrongType("a bool", "&&", value);
            }
        }

        return CedarBool.True;
    }
}

/// <summary>Stops at the first term that is true.</summary>
internal sealed class OrNode(Node[] terms) : Node
{
    public override CedarValue Evaluate(EvaluationContext context)
    {
        foreach (var term in terms)
        {
            var value = term.Evaluate(context);
            if (!ReferenceEquals(value, CedarBool.False))
            {
                return ReferenceEquals(value, CedarBool.True) ? value : Fault.WrongType("a bool", "||", value);
            }
        }

        return CedarBool.False;
    }
}

internal sealed class NotNode(Node operand) : Node
{
    public override CedarValue Evaluate(EvaluationContext context) =>
        operand.Evaluate(context) is var value && value is CedarBool b ? CedarBool.Of(!b.Value) : Fault.WrongType("a bool", "!", value);
}

internal sealed class IfNode(Node test, Node then, Node otherwise) : Node
{
    public override CedarValue Evaluate(EvaluationContext context)
    {
        var value = test.Evaluate(context);
        return ReferenceEquals(value, CedarBool.True) ? then.Evaluate(context)
            : ReferenceEquals(value, CedarBool.False) ? otherwise.Evaluate(context)
            : Fault.WrongType("a bool", "if", value);
    }
}
