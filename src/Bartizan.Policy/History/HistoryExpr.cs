using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.History;

/// <summary>A question about the past where it stands in a condition. It reads <c>context.history</c>, so all that works on requests works on it.</summary>
internal sealed class HistoryExpr(HistoryQuery query) : Expr(Tallest([.. Wheres(query)]))
{
    public HistoryQuery Query => query;

    /// <summary>The conditions on events in it.</summary>
    public static IEnumerable<Expr> Wheres(HistoryQuery query) => query.Patterns.Select(p => p.Where).OfType<Expr>();
}
