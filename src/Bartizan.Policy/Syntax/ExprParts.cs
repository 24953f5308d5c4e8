using Bartizan.Policy.History;

namespace Bartizan.Policy.Syntax;

/// <summary>Walks over expressions.</summary>
internal static class ExprParts
{
    /// <summary>The expressions that one is directly made of.</summary>
    public static IEnumerable<Expr> Of(Expr expression) => expression switch
    {
        JunctionExpr e => e.Terms,
        UnaryExpr e => [e.Operand],
        BinaryExpr e => [e.Left, e.Right],
        IfExpr e => [e.Test, e.Then, e.Else],
        LikeExpr e => [e.Left],
        HasExpr e => [e.Left],
        IsExpr e => e.Group is null ? [e.Left] : [e.Left, e.Group],
        AttributeExpr e => [e.Left],
        CallExpr e => e.Arguments,
        SetExpr e => e.Items,
        RecordExpr e => e.Fields.Select(f => f.Value),
        HistoryExpr e => HistoryExpr.Wheres(e.Query),
        _ => [],
    };

    /// <summary>An expression and everything it is made of.</summary>
    public static IEnumerable<Expr> All(Expr expression)
    {
        var open = new Stack<Expr>([expression]);
        while (open.TryPop(out var next))
        {
            yield return next;
            foreach (var part in Of(next))
            {
                open.Push(part);
            }
        }
    }
}
