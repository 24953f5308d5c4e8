using Bartizan.Policy.Entities;
using Bartizan.Policy.Evaluation;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Partial;

/// <summary>Decides as much of a request as is known, and leaves the rest as policies.</summary>
public static class PartialEvaluator
{
    /// <summary>
    /// Evaluates the policies with what is known; policies in shadow mode and held permits stay out of the decision and are left to the residual. The entities
    /// must be those that the filled-in request is decided against.
    /// </summary>
    public static PartialAnswer Evaluate(PolicySet policies, PartialRequest request, EntityStore entities)
    {
        var left = Reduce(policies.Policies.Select(p => new LeftPolicy(p, p.Syntax)), request, entities);
        return new PartialAnswer(
            Decide(left.Where(p => p.Policy.Decides), request.UnknownContext),
            new PolicySet([.. left.Select(p => p.Policy.WithSyntax(p.Left))], []));
    }

    /// <summary>What is left of policies of which something may be left from before; those that surely do not apply are left out.</summary>
    internal static List<LeftPolicy> Reduce(IEnumerable<LeftPolicy> policies, PartialRequest request, EntityStore entities)
    {
        var reducer = new Reducer(request, entities);
        var left = new List<LeftPolicy>();
        foreach (var (policy, syntax) in policies)
        {
            if (Reduce(syntax, request, entities, reducer) is { } reduced)
            {
                left.Add(new(policy, reduced));
            }
        }

        return left;
    }

    /// <summary>The decision where nothing unknown can change it, else null.</summary>
    internal static bool? Decide(IEnumerable<LeftPolicy> left, IReadOnlySet<string>? unknownContext)
    {
        bool mayPermit = false, permits = false, mayForbid = false;
        foreach (var policy in left)
        {
            if (!policy.MayHold(unknownContext))
            {
                continue;
            }

            var surely = policy.SurelyHolds(unknownContext);
            if (policy.Policy.Effect == Effect.Permit)
            {
                (mayPermit, permits) = (true, permits || surely);
            }
            else if (surely)
            {
                return false;
            }
            else
            {
                mayForbid = true;
            }
        }

        return !mayPermit ? false : permits && !mayForbid ? true : null;
    }

    // What is left of a policy; null where it surely does not apply.
    private static PolicySyntax? Reduce(PolicySyntax policy, PartialRequest request, EntityStore entities, Reducer reducer)
    {
        if (Reduce(policy.Action, request.Action, entities) is not { } action
            || Reduce(policy.Principal, request.Principal, entities) is not { } principal
            || Reduce(policy.Resource, request.Resource, entities) is not { } resource)
        {
            return null;
        }

        var conditions = new List<Condition>();
        foreach (var condition in policy.Conditions)
        {
            var body = reducer.Reduce(condition.Body);
            if (body is LiteralExpr { Value: CedarBool value })
            {
                if (value.Value == condition.IsWhen)
                {
                    continue;
                }

                if (conditions.Count == 0)
                {
                    return null;
                }
            }

            conditions.Add(condition with { Body = body }); // one that is false stays where another before it may fail
        }

        return policy with { Principal = principal, Action = action, Resource = resource, Conditions = conditions };
    }

    // What is left of a part of the head; null where it surely does not admit the request.
    private static Scope? Reduce(Scope scope, PartialEntity entity, EntityStore entities)
    {
        if (scope.Kind == ScopeKind.Any)
        {
            return scope;
        }

        if (entity.Uid is { } uid)
        {
            return new CompiledScope(scope).Admits(uid, entities.FindNode(uid)) ? Scope.Any : null;
        }

        if (entity.Type is not { } type)
        {
            return scope;
        }

        return scope.Kind switch
        {
            ScopeKind.Is => string.Equals(scope.Type, type, StringComparison.Ordinal) ? Scope.Any : null,
            ScopeKind.IsIn when !string.Equals(scope.Type, type, StringComparison.Ordinal) => null,
            ScopeKind.Equal when !string.Equals(scope.Uids[0].Type, type, StringComparison.Ordinal) => null,
            _ => scope,
        };
    }
}
