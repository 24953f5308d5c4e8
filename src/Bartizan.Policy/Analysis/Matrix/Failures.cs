using Bartizan.Policy.Partial;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Analysis.Matrix;

/// <summary>Makes parts that surely fail look alike, since no decision can tell them apart: <c>Agent::"a".level</c> of an agent that has none, and of another.</summary>
internal static class Failures
{
    private static readonly Expr Failing = new UnaryExpr(UnaryOperator.IsEmpty, new LiteralExpr(new CedarString("")));

    /// <summary>The expression with each such part replaced by one that fails too.</summary>
    public static Expr Plain(Expr expression)
    {
        if (Prospects.Fails(expression, unknownContext: null))
        {
            return Failing;
        }

        return expression switch
        {
            JunctionExpr e => JunctionExpr.Of(e.IsAnd, [.. e.Terms.Select(Plain)]),
            UnaryExpr e => new UnaryExpr(e.Operator, Plain(e.Operand)),
            BinaryExpr e => new BinaryExpr(e.Operator, Plain(e.Left), Plain(e.Right)),
            IfExpr e => new IfExpr(Plain(e.Test), Plain(e.Then), Plain(e.Else)),
            _ => expression, // other operands are evaluated whenever the whole is, so that it would have failed with them
        };
    }
}
