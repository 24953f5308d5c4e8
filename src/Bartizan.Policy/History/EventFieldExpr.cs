using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.History;

/// <summary><c>event.name</c>, which stands in the <c>where</c> of an event only.</summary>
internal sealed class EventFieldExpr(EventField name) : Expr(0)
{
    public EventField Field { get; } = name;
}
