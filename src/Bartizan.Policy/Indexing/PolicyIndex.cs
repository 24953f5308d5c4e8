using Bartizan.Policy.Entities;
using Bartizan.Policy.Evaluation;

namespace Bartizan.Policy.Indexing;

/// <summary>
/// Finds the policies whose head could admit a request. Each policy is filed under one key, the most selective its head
/// offers; a request looks up every key it could match (its entities, all they belong to, their types). So memory is linear
/// in the policies, and no policy runs twice.
/// </summary>
internal sealed class PolicyIndex
{
    private readonly Dictionary<IndexKey, CompiledPolicy[]> _filed;
    private readonly CompiledPolicy[] _anywhere;
    private readonly bool[] _usedAxes = new bool[3];

    public PolicyIndex(IReadOnlyList<CompiledPolicy> policies)
    {
        All = policies;
        var choices = policies.Select(p => (Policy: p, Keys: IndexKeys.Of(p.Policy.Syntax))).Where(c => c.Keys is not null).ToList();
        var crowd = new Dictionary<IndexKey, int>();
        foreach (var key in choices.SelectMany(c => c.Keys!))
        {
            crowd[key] = crowd.GetValueOrDefault(key) + 1;
        }

        var filed = new Dictionary<IndexKey, List<CompiledPolicy>>();
        var anywhere = new List<CompiledPolicy>();
        foreach (var (policy, keys) in choices)
        {
            if (keys!.Count == 0)
            {
                anywhere.Add(policy);
                continue;
            }

            var key = keys.MinBy(k => crowd[k]);
            _usedAxes[(int)key.Axis] = true;
            if (!filed.TryGetValue(key, out var list))
            {
                filed[key] = list = [];
            }

            list.Add(policy);
        }

        _filed = filed.ToDictionary(f => f.Key, f => f.Value.ToArray());
        _anywhere = [.. anywhere];
    }

    /// <summary>All policies in their order, whether they can ever apply or not.</summary>
    public IReadOnlyList<CompiledPolicy> All { get; }

    /// <summary>Runs every candidate.</summary>
    public void Visit(EvaluationContext context, ref Tally tally)
    {
        foreach (var policy in _anywhere)
        {
            tally.Run(policy, context);
        }

        Visit(Axis.Action, context.Action.Uid, context.ActionNode, context, ref tally);
        Visit(Axis.Principal, context.Principal.Uid, context.PrincipalNode, context, ref tally);
        Visit(Axis.Resource, context.Resource.Uid, context.ResourceNode, context, ref tally);
    }

    private void Visit(Axis axis, EntityUid uid, EntityNode? node, EvaluationContext context, ref Tally tally)
    {
        if (!_usedAxes[(int)axis])
        {
            return;
        }

        Run(new IndexKey(axis, uid.Type, null), context, ref tally);
        Run(new IndexKey(axis, uid.Type, uid.Id), context, ref tally);
        if (node is null)
        {
            return;
        }

        foreach (var ancestor in node.Ancestors)
        {
            Run(new IndexKey(axis, ancestor.Type, ancestor.Id), context, ref tally);
        }
    }

    private void Run(IndexKey key, EvaluationContext context, ref Tally tally)
    {
        if (_filed.TryGetValue(key, out var policies))
        {
            foreach (var policy in policies)
            {
                tally.Run(policy, context);
            }
        }
    }
}
