using Bartizan.Policy.Entities;
using Bartizan.Policy.Evaluation;

namespace Bartizan.Policy.Indexing;

/// <summary>
/// Finds the policies whose head could admit a request. Each policy is filed under one key, the most selective its head
/// offers (under several only where that key is a list of actions); a request looks up every key it could match: its
/// entities, all they belong to, their types. So memory is linear in the policies, and no policy runs twice.
/// </summary>
internal sealed class PolicyIndex
{
    private readonly Dictionary<IndexKey, CompiledPolicy[]> _filed;
    private readonly CompiledPolicy[] _anywhere;
    private readonly bool[] _usedAxes = new bool[3];

    public PolicyIndex(IReadOnlyList<CompiledPolicy> policies)
    {
        All = policies;
        var choices = policies.Select(p => (Policy: p, Choices: IndexKeys.Of(p.Policy.Syntax))).ToList();
        var crowd = new Dictionary<IndexKey, int>();
        foreach (var key in choices.SelectMany(c => c.Choices).SelectMany(keys => keys))
        {
            crowd[key] = crowd.GetValueOrDefault(key) + 1;
        }

        var filed = new Dictionary<IndexKey, List<CompiledPolicy>>();
        var anywhere = new List<CompiledPolicy>();
        foreach (var (policy, options) in choices)
        {
            if (options.Count == 0)
            {
                anywhere.Add(policy);
                continue;
            }

            // An empty list of actions admits nothing: filed under no key, the policy never runs.
            foreach (var key in options.MinBy(keys => keys.Sum(k => crowd[k]))!)
            {
                _usedAxes[(int)key.Axis] = true;
                if (!filed.TryGetValue(key, out var list))
                {
                    filed[key] = list = [];
                }

                list.Add(policy);
            }
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
        Run(IndexKeys.Of(axis, uid), context, ref tally);
        if (node is null)
        {
            return;
        }

        foreach (var ancestor in node.Ancestors)
        {
            Run(IndexKeys.Of(axis, ancestor), context, ref tally);
        }
    }

    private void Run(IndexKey key, EvaluationContext context, ref Tally tally)
    {
        if (_filed.TryGetValue(key, out var policies))
        {
            foreach (var policy in policies)
            {
                if (key.Axis != Axis.Action || IsFirst(key, policy.Policy.Syntax.Action.Uids, context))
                {
                    tally.Run(policy, context);
                }
            }
        }
    }

    // An action may belong to several actions of one list; the policy runs for the first of them.
    private static bool IsFirst(IndexKey key, IReadOnlyList<EntityUid> listed, EvaluationContext context)
    {
        for (var i = 0; i < listed.Count - 1; i++)
        {
            if (context.IsIn(context.Action, listed[i]))
            {
                return key.Equals(IndexKeys.Of(Axis.Action, listed[i]));
            }
        }

        return true;
    }
}
