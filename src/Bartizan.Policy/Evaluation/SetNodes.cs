using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Evaluation;

/// <summary><c>set.contains(value)</c>.</summary>
internal sealed class ContainsNode(Node set, Node item) : Node
{
    public override CedarValue Evaluate(EvaluationContext context)
    {
        var a = set.Evaluate(context);
        if (a is not CedarSet items)
        {
            return Fault.WrongType("a set", "contains", a);
        }

        var b = item.Evaluate(context);
        return b is Fault ? b : CedarBool.Of(items.Contains(b));
    }
}

/// <summary><c>set.containsAll(other)</c> and <c>set.containsAny(other)</c>.</summary>
internal sealed class ContainsManyNode(Node set, Node other, bool all) : Node
{
    private readonly string _name = all ? "containsAll" : "containsAny";

    public override CedarValue Evaluate(EvaluationContext context)
    {
        var a = set.Evaluate(context);
        if (a is not CedarSet items)
        {
            return Fault.WrongType("a set", _name, a);
        }

        var b = other.Evaluate(context);
        return b is CedarSet others
            ? CedarBool.Of(all ? items.ContainsAll(others) : items.ContainsAny(others))
            : Fault.WrongType("a set", _name, b);
    }
}

/// <summary><c>set.isEmpty()</c>.</summary>
internal sealed class IsEmptyNode(Node set) : Node
{
    public override CedarValue Evaluate(EvaluationContext context) =>
        set.Evaluate(context) is var value && value is CedarSet items ? CedarBool.Of(items.Count == 0) : Fault.WrongType("a set", "isEmpty", value);
}

/// <summary>A call of an extension function whose arguments are only known at evaluation.</summary>
internal sealed class CallNode(ExtensionFunction function, Node[] arguments) : Node
{
    public override CedarValue Evaluate(EvaluationContext context)
    {
        var values = new CedarValue[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            values[i] = arguments[i].Evaluate(context);
            if (values[i] is Fault)
            {
                return values[i];
            }
        }

        return Extensions.Call(function, values);
    }
}
