using Bartizan.Policy.Entities;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Evaluation;

/// <summary>A policy ready to run: its head as three tests, its conditions as one node.</summary>
internal sealed class CompiledPolicy(Policy policy, int order)
{
    private readonly Node? _condition = Compiler.Compile(policy.Syntax.Conditions);

    public Policy Policy => policy;

    /// <summary>Place in the set, which is the order of answers.</summary>
    public int Order => order;

    /// <summary>What answers hold when this policy alone determines them.</summary>
    public string[] OnlyReason { get; } = [policy.Id];

    /// <inheritdoc cref="OnlyReason"/>
    public Policy[] OnlyDetermining { get; } = [policy];

    /// <summary>Whether the head admits the request.</summary>
    public bool Applies(EvaluationContext context)
    {
        var syntax = policy.Syntax;
        return Matches(syntax.Action, context.Action.Uid, context.ActionNode)
            && Matches(syntax.Principal, context.Principal.Uid, context.PrincipalNode)
            && Matches(syntax.Resource, context.Resource.Uid, context.ResourceNode);
    }

    /// <summary>The conditions' value for a request that the head admits: a bool or a fault.</summary>
    public CedarValue Evaluate(EvaluationContext context)
    {
        var value = _condition?.Evaluate(context) ?? CedarBool.True;
        return value is CedarBool ? value : Fault.WrongType("a bool", "The condition", value);
    }

    public static bool Matches(Scope scope, EntityUid uid, EntityNode? node) => scope.Kind switch
    {
        ScopeKind.Any => true,
        ScopeKind.Equal => uid.Equals(scope.Uids[0]),
        ScopeKind.Is => string.Equals(uid.Type, scope.Type, StringComparison.Ordinal),
        ScopeKind.In => IsInAny(scope.Uids, uid, node),
        _ => string.Equals(uid.Type, scope.Type, StringComparison.Ordinal) && IsInAny(scope.Uids, uid, node),
    };

    private static bool IsInAny(IReadOnlyList<EntityUid> groups, EntityUid uid, EntityNode? node)
    {
        for (var i = 0; i < groups.Count; i++)
        {
            if (uid.Equals(groups[i]) || (node?.HasAncestor(groups[i]) ?? false))
            {
                return true;
            }
        }

        return false;
    }
}
