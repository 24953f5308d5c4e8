using Bartizan.Policy.Evaluation;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.History;

/// <summary>An event pattern ready to test events.</summary>
internal sealed class EventTest(EventPattern pattern)
{
    private readonly CompiledScope _action = new(pattern.Action);
    private readonly CompiledScope _resource = new(pattern.Resource);
    private readonly Node? _where = pattern.Where is null ? null : Compiler.Compile(pattern.Where);

    /// <inheritdoc cref="EventPattern.IsStatic"/>
    public bool IsStatic => pattern.IsStatic;

    /// <summary>Whether action and resource fit, as far as no request is needed to tell: an event that does not never will.</summary>
    public bool MayFit(HistoryEvent e) =>
        (EventPattern.IsGroup(pattern.Action) || _action.Admits(e.Action, null)) && (EventPattern.IsGroup(pattern.Resource) || _resource.Admits(e.Resource, null));

    /// <summary>Whether the rest fits, too: a bool, or a fault.</summary>
    public CedarValue Fits(HistoryEvent e, EvaluationContext context)
    {
        if (!pattern.IsStatic && !(_action.Admits(e.Action, context.FindNode(e.Action)) && _resource.Admits(e.Resource, context.FindNode(e.Resource))))
        {
            return CedarBool.False;
        }

        if (_where is null)
        {
            return CedarBool.True;
        }

        context.Event = e;
        var value = _where.Evaluate(context);
        context.Event = null;
        return value is CedarBool or Fault ? value : Fault.WrongType("a bool", "where", value);
    }
}
