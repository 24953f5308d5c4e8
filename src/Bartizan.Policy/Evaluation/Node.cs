using Bartizan.Policy.Values;

namespace Bartizan.Policy.Evaluation;

/// <summary>A compiled expression: immutable, so that any number of threads may evaluate it.</summary>
internal abstract class Node
{
    /// <summary>The value, or a <see cref="Fault"/>.</summary>
    public abstract CedarValue Evaluate(EvaluationContext context);
}

internal sealed class ConstantNode(CedarValue value) : Node
{
    public CedarValue Value => value;

    public override CedarValue Evaluate(EvaluationContext context) => value;
}

internal sealed class PrincipalNode : Node
{
    public override CedarValue Evaluate(EvaluationContext context) => context.Principal;
}

internal sealed class ActionNode : Node
{
    public override CedarValue Evaluate(EvaluationContext context) => context.Action;
}

internal sealed class ResourceNode : Node
{
    public override CedarValue Evaluate(EvaluationContext context) => context.Resource;
}

internal sealed class ContextNode : Node
{
    public override CedarValue Evaluate(EvaluationContext context) => context.Context;
}

internal sealed class SetNode(Node[] items) : Node
{
    public override CedarValue Evaluate(EvaluationContext context)
    {
        var values = new CedarValue[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            values[i] = items[i].Evaluate(context);
            if (values[i] is Fault)
            {
                return values[i];
            }
        }

        return new CedarSet(values);
    }
}

internal sealed class RecordNode(string[] names, Node[] items) : Node
{
    public override CedarValue Evaluate(EvaluationContext context)
    {
        var fields = new KeyValuePair<string, CedarValue>[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            var value = items[i].Evaluate(context);
            if (value is Fault)
            {
                return value;
            }

            fields[i] = new(names[i], value);
        }

        return new CedarRecord(fields);
    }
}
