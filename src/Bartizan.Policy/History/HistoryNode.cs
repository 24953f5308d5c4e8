using Bartizan.Policy.Evaluation;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.History;

/// <summary>Reads the answer to a question about the past from <c>context.history</c>.</summary>
internal sealed class HistoryNode(HistoryQuery query) : Node
{
    public override CedarValue Evaluate(EvaluationContext context) =>
        HistoryContext.Find(context.Context, query) ?? new Fault($"The request's history does not say: {query.Text}.");
}

/// <summary><c>event.name</c> of the event that is looked at.</summary>
internal sealed class EventFieldNode(EventField field) : Node
{
    public override CedarValue Evaluate(EvaluationContext context) =>
        context.Event?.Read(field) ?? new Fault("There is no event here.");
}
