using Bartizan.Policy.History;
using Bartizan.Policy.Schema;

namespace Bartizan.Policy.Validation;

/// <content>Questions about the past.</content>
internal sealed partial class TypeChecker
{
    /// <summary>The kind of request behind the event that is looked at.</summary>
    private RequestKind? _event;

    private Typing CheckHistory(HistoryExpr e)
    {
        var isFine = true;
        foreach (var pattern in e.Query.Patterns)
        {
            var kinds = new RequestKinds(schema).Of(pattern.AsHead).ToList();
            if (kinds.Count == 0)
            {
                findings.Report(e, "No event ever fits: the schema has no such action on such a resource.", "Compare action and resource with the schema.", kind);
                isFine = false;
            }

            foreach (var past in pattern.Where is null ? [] : kinds)
            {
                _event = past;
                isFine &= CheckBool(pattern.Where!, Capabilities.None, "where needs a Bool").Type is not null;
            }
        }

        return !isFine ? Typing.Failed : e.Query.IsNumber ? LongType.Instance : BoolType.Any;
    }

    private SchemaType CheckEventField(EventFieldExpr e) => e.Field switch
    {
        EventField.Agent => new EntityType(_event!.Principal),
        EventField.Action => new EntityType(_event!.Action.Uid.Type),
        EventField.Resource => new EntityType(_event!.Resource),
        EventField.Outcome => StringType.Instance,
        EventField.Labels or EventField.Arguments => new SetType(StringType.Instance),
        _ => LongType.Instance,
    };
}
