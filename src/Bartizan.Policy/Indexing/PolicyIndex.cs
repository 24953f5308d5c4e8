using Bartizan.Policy.Evaluation;

namespace Bartizan.Policy.Indexing;

/// <summary>
/// Finds the policies whose head could admit a request. Each policy is filed under one key, the most selective its head
/// offers (under several only where that key is a list of actions); a request looks up every key it could match: its
/// entities, all they belong to, their types. So memory is linear in the policies, and no policy runs twice.
/// </summary>
internal sealed class PolicyIndex
{
    private readonly AxisIndex _principals;
    private readonly AxisIndex _actions;
    private readonly AxisIndex _resources;
    private readonly CompiledPolicy[] _anywhere;

    public PolicyIndex(IReadOnlyList<CompiledPolicy> policies)
    {
        All = policies;
        var choices = policies.Select(p => (Policy: p, Choices: IndexKeys.Of(p.Policy.Syntax))).ToList();
        var crowd = choices.SelectMany(c => c.Choices).SelectMany(keys => keys).CountBy(key => key).ToDictionary();

        // An empty list of actions admits nothing: filed under no key, the policy never runs.
        var filed = choices.Where(c => c.Choices.Count > 0)
            .SelectMany(c => c.Choices.MinBy(keys => keys.Sum(k => crowd[k]))!.Select(key => (Key: key, c.Policy)))
            .ToLookup(f => f.Key.Axis);
        _principals = new AxisIndex(filed[Axis.Principal]);
        _actions = new AxisIndex(filed[Axis.Action]);
        _resources = new AxisIndex(filed[Axis.Resource]);
        _anywhere = [.. choices.Where(c => c.Choices.Count == 0).Select(c => c.Policy)];
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

        _actions.Visit(context.Action.Uid, context.ActionNode, context, ref tally);
        _principals.Visit(context.Principal.Uid, context.PrincipalNode, context, ref tally);
        _resources.Visit(context.Resource.Uid, context.ResourceNode, context, ref tally);
    }
}
