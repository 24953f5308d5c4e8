using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Analysis.WhyNot;

/// <summary>Writes the smallest policy that permits one request: this principal, action and resource, while the context is no more than it is now.</summary>
internal static class GrantWriter
{
    private const int MostConditions = 32;
    private const int LongestText = 256;

    /// <summary>The policy as Cedar text; null where it would not permit the request.</summary>
    public static string? Write(PolicySet policies, Situation now)
    {
        var taken = policies.Policies.Concat(policies.Templates).Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        var id = Enumerable.Range(1, taken.Count + 1).Select(i => i == 1 ? "grant" : $"grant-{i}").First(name => !taken.Contains(name));
        var text = PolicyPrinter.Print(new PolicySyntax(
            Effect.Permit,
            new Scope(ScopeKind.Equal, "", [now.Request.Principal]),
            new Scope(ScopeKind.Equal, "", [now.Request.Action]),
            new Scope(ScopeKind.Equal, "", [now.Request.Resource]),
            [.. Bounds(now.Request.Context).Take(MostConditions)],
            [new("id", id)]));
        var granted = new PolicyEngine(PolicySet.Combine([policies, PolicySet.Parse(text)]));
        return granted.Authorize(now.Request, now.Entities).Allowed ? text : null;
    }

    private static IEnumerable<Condition> Bounds(CedarRecord context) =>
        from field in context.Fields.OrderBy(f => f.Key, StringComparer.Ordinal)
        let read = new AttributeExpr(new VariableExpr(Variable.Context), field.Key)
        let bound = Bound(read, field.Value)
        where bound is not null
        select new Condition(IsWhen: true, JunctionExpr.Of(isAnd: true, [new HasExpr(new VariableExpr(Variable.Context), [field.Key]), bound]));

    // Numbers may be less, sets may hold less. Long texts and moments are left out: they would hardly ever come again.
    private static Expr? Bound(Expr read, CedarValue value) => value switch
    {
        CedarLong => new BinaryExpr(BinaryOperator.LessOrEqual, read, new LiteralExpr(value)),
        CedarString { Value.Length: > LongestText } => null,
        CedarBool or CedarString or CedarEntity => new BinaryExpr(BinaryOperator.Equal, read, new LiteralExpr(value)),
        CedarSet { Count: 0 } => new UnaryExpr(UnaryOperator.IsEmpty, read),
        CedarSet { Count: <= MostConditions } set when set.Items.All(i => i is CedarBool or CedarLong or CedarEntity or CedarString { Value.Length: <= LongestText }) =>
            new BinaryExpr(BinaryOperator.ContainsAll, new SetExpr([.. set.Items.Select(i => new LiteralExpr(i))]), read),
        _ => null,
    };
}
