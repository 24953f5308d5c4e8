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
internal readonly record struct IndexKey(Axis Axis, string Type, string? Id)
{
    public bool Equals(IndexKey other) =>
        Axis == other.Axis && string.Equals(Id, other.Id, StringComparison.Ordinal) && string.Equals(Type, other.Type, StringComparison.Ordinal);

    public override int GetHashCode() => HashCode.Combine(Axis, Type, Id);
}

/// <summary>Which keys a policy may be filed under.</summary>
internal static class IndexKeys
{
    /// <summary>Empty when the head narrows nothing; null when it admits no request at all.</summary>
    public static IReadOnlyList<IndexKey>? Of(PolicySyntax policy)
    {
        if (policy.Action is { IsList: true, Uids.Count: 0 })
        {
            return null;
        }

        var keys = new List<IndexKey>();
        Add(keys, Axis.Principal, policy.Principal);
        Add(keys, Axis.Resource, policy.Resource);
        if (policy.Action.Uids.Count == 1)
        {
            Add(keys, Axis.Action, policy.Action); // a longer list would need several keys, and so run twice where actions have groups
        }

        return keys;
    }

    private static void Add(List<IndexKey> keys, Axis axis, Scope scope)
    {
        if (scope.Kind == ScopeKind.Is)
        {
            keys.Add(new IndexKey(axis, scope.Type, null));
        }
        else if (scope.Kind != ScopeKind.Any)
        {
            keys.Add(new IndexKey(axis, scope.Uids[0].Type, scope.Uids[0].Id));
        }
    }
}
