using Bartizan.Policy.Entities;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Evaluation;

/// <summary>One part of a policy's head, ready to test.</summary>
internal sealed class CompiledScope(Scope scope)
{
    private readonly ScopeKind _kind = scope.Kind;
    private readonly string _type = scope.Type;
    private readonly EntityUid[] _uids = [.. scope.Uids];

    /// <summary>The entities that the part names.</summary>
    public ReadOnlySpan<EntityUid> Uids => _uids;

    public bool Admits(in EntityUid uid, EntityNode? node) => _kind switch
    {
        ScopeKind.Any => true,
        ScopeKind.Equal => uid.Equals(_uids[0]),
        ScopeKind.Is => IsOfType(uid),
        ScopeKind.In => IsInAny(uid, node),
        _ => IsOfType(uid) && IsInAny(uid, node),
    };

    private bool IsOfType(in EntityUid uid) => string.Equals(uid.Type, _type, StringComparison.Ordinal);

    private bool IsInAny(in EntityUid uid, EntityNode? node)
    {
        foreach (ref readonly var group in _uids.AsSpan())
        {
            if (uid.Equals(group) || (node is not null && node.HasAncestor(group)))
            {
                return true;
            }
        }

        return false;
    }
}
