using Bartizan.Policy.History;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Partial;

/// <summary>What a condition may come to once the rest is known.</summary>
[Flags]
internal enum Prospect
{
    None = 0,
    True = 1,
    False = 2,
    Failure = 4,
    Any = True | False | Failure,
}

/// <summary>
/// Tells what reduced expressions may still come to, leaving out only what surely cannot be: parts all of whose operands are values were computed by
/// <see cref="Reducer"/>, so those that are left do fail.
/// </summary>
internal static class Prospects
{
    /// <summary>What the conditions of a policy may come to together.</summary>
    public static Prospect Of(IReadOnlyList<Condition> conditions, IReadOnlySet<string>? unknownContext) =>
        OfChain(conditions.Select(c => c.IsWhen ? Of(c.Body, unknownContext) : Not(Of(c.Body, unknownContext))), Prospect.True);

    /// <summary>What one expression may come to where a bool is needed.</summary>
    public static Prospect Of(Expr expression, IReadOnlySet<string>? unknownContext) => expression switch
    {
        LiteralExpr { Value: CedarBool value } => value.Value ? Prospect.True : Prospect.False,
        LiteralExpr or VariableExpr => Prospect.Failure,
        JunctionExpr e => OfChain(e.Terms.Select(t => Of(t, unknownContext)), e.IsAnd ? Prospect.True : Prospect.False),
        UnaryExpr { Operator: UnaryOperator.Not } e => Not(Of(e.Operand, unknownContext)),
        IfExpr e => OfIf(e, unknownContext),
        _ => Fails(expression, unknownContext) ? Prospect.Failure : Prospect.Any,
    };

    /// <summary>Whether an expression, of whatever type, surely fails.</summary>
    public static bool Fails(Expr expression, IReadOnlySet<string>? unknownContext) => expression switch
    {
        LiteralExpr or VariableExpr or HistoryExpr => false,
        JunctionExpr or UnaryExpr { Operator: UnaryOperator.Not } => Of(expression, unknownContext) == Prospect.Failure,
        IfExpr e => Of(e.Test, unknownContext) == Prospect.Failure || (Fails(e.Then, unknownContext) && Fails(e.Else, unknownContext)),
        AttributeExpr { Left: VariableExpr { Variable: Variable.Context } } e => unknownContext?.Contains(e.Name) == false,
        IsExpr e => Fails(e.Left, unknownContext) || IsOfValues(e),
        _ => IsOfValues(expression) || ExprParts.Of(expression).Any(p => Fails(p, unknownContext)),
    };

    private static bool IsOfValues(Expr expression) => ExprParts.Of(expression).All(p => p is LiteralExpr);

    // What "goes on" is true in a chain of && and false in one of ||; anything else ends it.
    private static Prospect OfChain(IEnumerable<Prospect> terms, Prospect goesOn)
    {
        var all = Prospect.None;
        foreach (var term in terms)
        {
            all |= term & ~goesOn;
            if ((term & goesOn) == Prospect.None)
            {
                return all;
            }
        }

        return all | goesOn;
    }

    private static Prospect OfIf(IfExpr expression, IReadOnlySet<string>? unknownContext)
    {
        var test = Of(expression.Test, unknownContext);
        return (test & Prospect.Failure)
            | ((test & Prospect.True) != Prospect.None ? Of(expression.Then, unknownContext) : Prospect.None)
            | ((test & Prospect.False) != Prospect.None ? Of(expression.Else, unknownContext) : Prospect.None);
    }

    private static Prospect Not(Prospect prospect) => (prospect & Prospect.Failure)
        | ((prospect & Prospect.True) != Prospect.None ? Prospect.False : Prospect.None)
        | ((prospect & Prospect.False) != Prospect.None ? Prospect.True : Prospect.None);
}
