using System.Text;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.History;

/// <summary>Which events are meant: <c>event(action == …, resource == …, where …)</c>.</summary>
internal sealed record EventPattern(Scope Action, Scope Resource, Expr? Where)
{
    /// <summary>Whether the same events fit for every request, so that they can be counted as they come. What could fail is left to the request it fails for.</summary>
    public bool IsStatic { get; } = !IsGroup(Action) && !IsGroup(Resource) && (Where is null || ExprParts.All(Where).All(IsOfEventAlone));

    /// <summary>The head of a policy that would admit the requests behind these events.</summary>
    public PolicySyntax AsHead => new(Effect.Permit, Scope.Any, Action, Resource, Where is null ? [] : [new Condition(IsWhen: true, Where)], []);

    /// <summary>Whether a part of the head names a group, whose members only the store knows. A list of actions spells them out.</summary>
    public static bool IsGroup(Scope scope) => scope is { Kind: ScopeKind.In or ScopeKind.IsIn, IsList: false };

    public void WriteTo(StringBuilder into)
    {
        into.Append("event(");
        var separator = "";
        foreach (var (name, scope) in (ReadOnlySpan<(string, Scope)>)[("action", Action), ("resource", Resource)])
        {
            if (scope.Kind != ScopeKind.Any)
            {
                into.Append(separator).Append(PolicyPrinter.Print(name, scope));
                separator = ", ";
            }
        }

        if (Where is not null)
        {
            into.Append(separator).Append("where ");
            new ExprPrinter(into).Write(Where);
        }

        into.Append(')');
    }

    private static bool IsOfEventAlone(Expr part) => part switch
    {
        LiteralExpr or EventFieldExpr or JunctionExpr or IfExpr or LikeExpr or SetExpr or IsExpr { Group: null } => true,
        UnaryExpr e => e.Operator != UnaryOperator.Negate,
        BinaryExpr e => e.Operator is <= BinaryOperator.GreaterOrEqual or BinaryOperator.Contains or BinaryOperator.ContainsAll or BinaryOperator.ContainsAny,
        _ => false,
    };
}
