using Bartizan.Policy.Entities;
using Bartizan.Policy.Evaluation;

namespace Bartizan.Policy.Indexing;

/// <summary>The policies filed under one part of the request: by entity (as itself or as an ancestor) and by entity type.</summary>
internal sealed class AxisIndex
{
    private readonly Dictionary<EntityUid, CompiledPolicy[]> _byEntity = [];
    private readonly Dictionary<string, CompiledPolicy[]> _byType = new(StringComparer.Ordinal);

    public AxisIndex(IEnumerable<(IndexKey Key, CompiledPolicy Policy)> filed)
    {
        foreach (var group in filed.GroupBy(f => f.Key, f => f.Policy))
        {
            if (group.Key.Id is { } id)
            {
                _byEntity[new EntityUid(group.Key.Type, id)] = [.. group];
            }
            else
            {
                _byType[group.Key.Type] = [.. group];
            }
        }
    }

    /// <summary>Runs every policy filed under the entity, its type, or anything it belongs to.</summary>
    public void Visit(EntityUid uid, EntityNode? node, EvaluationContext context, ref Tally tally)
    {
        if (_byType.Count > 0 && _byType.TryGetValue(uid.Type, out var policies))
        {
            foreach (var policy in policies)
            {
                tally.Run(policy, context);
            }
        }

        if (_byEntity.Count == 0)
        {
            return;
        }

        Run(uid, context, ref tally);
        if (node is not null)
        {
            foreach (ref readonly var ancestor in node.Ancestors)
            {
                Run(ancestor, context, ref tally);
            }
        }
    }

    private void Run(in EntityUid key, EvaluationContext context, ref Tally tally)
    {
        if (_byEntity.TryGetValue(key, out var policies))
        {
            foreach (var policy in policies)
            {
                if (policy.Action.Uids.Length < 2 || IsFirst(key, policy.Action.Uids, context))
                {
                    tally.Run(policy, context);
                }
            }
        }
    }

    // A policy for a list of actions may be filed under each, and the request's action may belong to several of them: it runs
    // for the first. Filed under something else, it runs there.
    private static bool IsFirst(in EntityUid key, ReadOnlySpan<EntityUid> listed, EvaluationContext context)
    {
        if (!listed.Contains(key))
        {
            return true;
        }

        foreach (ref readonly var action in listed)
        {
            if (context.IsIn(context.Action, action))
            {
                return key.Equals(action);
            }
        }

        return false;
    }
}
