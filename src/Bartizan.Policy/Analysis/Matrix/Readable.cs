using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Analysis.Matrix;

/// <summary>
/// Leaves out of a condition what changes nothing: <c>false || x</c> is kept by <see cref="Partial.Reducer"/> because it fails where x is no bool, but where a bool
/// is needed anyway, x does too.
/// </summary>
internal static class Readable
{
    /// <summary>The same condition, shorter where it can be.</summary>
    public static Expr Condition(Expr expression) => expression switch
    {
        JunctionExpr e => Junction(e),
        UnaryExpr { Operator: UnaryOperator.Not } e => new UnaryExpr(UnaryOperator.Not, Condition(e.Operand)),
        IfExpr e => new IfExpr(Condition(e.Test), Condition(e.Then), Condition(e.Else)),
        _ => expression,
    };

    private static Expr Junction(JunctionExpr junction)
    {
        Expr[] terms = [.. junction.Terms.Where(t => t is not LiteralExpr { Value: CedarBool value } || value.Value != junction.IsAnd).Select(Condition)];
        return terms switch
        {
            [] => new LiteralExpr(CedarBool.Of(junction.IsAnd)),
            [var only] => only,
            _ => JunctionExpr.Of(junction.IsAnd, terms),
        };
    }
}
