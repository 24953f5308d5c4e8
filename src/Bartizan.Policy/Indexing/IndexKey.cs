using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Indexing;

/// <summary>The part of a request that a key looks at.</summary>
internal enum Axis
{
    Principal,
    Action,
    Resource,
}

/// <summary>An entity (as itself or as an ancestor) or, without an id, an entity type.</summary>
internal readonly record struct IndexKey(Axis Axis, string Type, string? Id);

/// <summary>Which keys a policy may be filed under.</summary>
internal static class IndexKeys
{
    /// <summary>The choices, each a list of keys under all of which the policy must then be filed; none when the head narrows nothing.</summary>
    public static List<IndexKey[]> Of(PolicySyntax policy)
    {
        var choices = new List<IndexKey[]>(3);
        Add(choices, Axis.Principal, policy.Principal);
        Add(choices, Axis.Resource, policy.Resource);
        Add(choices, Axis.Action, policy.Action);
        return choices;
    }

    private static void Add(List<IndexKey[]> choices, Axis axis, Scope scope)
    {
        if (scope.Kind == ScopeKind.Is)
        {
            choices.Add([new IndexKey(axis, scope.Type, null)]);
        }
        else if (scope.Kind != ScopeKind.Any)
        {
            choices.Add([.. scope.Uids.Distinct().Select(uid => new IndexKey(axis, uid.Type, uid.Id))]);
        }
    }
}
