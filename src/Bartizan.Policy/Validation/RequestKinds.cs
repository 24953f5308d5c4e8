using Bartizan.Policy.Schema;
using Bartizan.Policy.History;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Validation;

/// <summary>Lists the kinds of request that a policy's head admits.</summary>
internal sealed class RequestKinds(PolicySchema schema)
{
    /// <summary>The kinds; where a policy does not speak of its principal or its resource, one kind stands for all that differ only in that.</summary>
    public IEnumerable<RequestKind> Of(PolicySyntax policy)
    {
        var (anyPrincipal, anyResource) = (!Mentions(policy, policy.Principal, Variable.Principal), !Mentions(policy, policy.Resource, Variable.Resource));
        foreach (var action in schema.Actions.Where(a => Admits(policy.Action, a.Uid)))
        {
            var resources = Admitted(policy.Resource, action.Resources, anyResource);
            foreach (var principal in Admitted(policy.Principal, action.Principals, anyPrincipal))
            {
                foreach (var resource in resources)
                {
                    yield return new RequestKind(action, principal, resource);
                }
            }
        }
    }

    private static bool Mentions(PolicySyntax policy, Scope scope, Variable variable) =>
        scope.Kind != ScopeKind.Any || policy.Conditions.Any(c => ExprParts.All(c.Body).Any(e => e switch
        {
            VariableExpr v => v.Variable == variable,
            EventFieldExpr f => variable == (f.Field == EventField.Agent ? Variable.Principal : f.Field == EventField.Resource ? Variable.Resource : Variable.Context),
            _ => false,
        }));

    private List<string> Admitted(Scope scope, IReadOnlyList<string> types, bool any) => any ? [.. types.Take(1)] : [.. types.Where(t => Admits(scope, t))];

    private bool Admits(Scope action, EntityUid uid) => action.Kind switch
    {
        ScopeKind.Any => true,
        ScopeKind.Equal => action.Uids[0].Equals(uid),
        _ => action.Uids.Any(group => schema.IsActionIn(uid, group)),
    };

    private bool Admits(Scope scope, string type) => scope switch
    {
        { Kind: ScopeKind.Is or ScopeKind.IsIn } when !string.Equals(scope.Type, type, StringComparison.Ordinal) => false,
        { Uids: [var uid], Kind: ScopeKind.Equal } => string.Equals(uid.Type, type, StringComparison.Ordinal),
        { Uids: [var uid], Kind: ScopeKind.In or ScopeKind.IsIn } => schema.MayBeIn(type, uid.Type),
        _ => true, // a slot may stand for any entity
    };
}
