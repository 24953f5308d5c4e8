using Bartizan.Policy.Values;

namespace Bartizan.Policy.Evaluation;

/// <summary>A policy ready to run: its head as three tests, its conditions as one node.</summary>
internal sealed class CompiledPolicy(Policy policy, int order)
{
    private readonly CompiledScope _principal = new(policy.Syntax.Principal);
    private readonly CompiledScope _resource = new(policy.Syntax.Resource);
    private readonly Node? _condition = Compiler.Compile(policy.Syntax.Conditions);

    public Policy Policy => policy;

    /// <summary>Place in the set, which is the order of answers.</summary>
    public int Order => order;

    /// <inheritdoc cref="Policy.IsHeldPermit"/>
    public bool IsHeldPermit { get; } = policy.IsHeldPermit;

    /// <summary>What answers hold when this policy alone determines them.</summary>
    public string[] OnlyReason { get; } = [policy.Id];

    /// <inheritdoc cref="OnlyReason"/>
    public Policy[] OnlyDetermining { get; } = [policy];

    /// <summary>The head's action, which the index looks at too.</summary>
    public CompiledScope Action { get; } = new(policy.Syntax.Action);

    /// <summary>Whether the head admits the request.</summary>
    public bool Applies(EvaluationContext context) =>
        Action.Admits(context.Action.Uid, context.ActionNode)
        && _principal.Admits(context.Principal.Uid, context.PrincipalNode)
        && _resource.Admits(context.Resource.Uid, context.ResourceNode);

    /// <summary>The conditions' value for a request that the head admits: a bool or a fault.</summary>
    public CedarValue Evaluate(EvaluationContext context)
    {
        var value = _condition?.Evaluate(context) ?? CedarBool.True;
        return value is CedarBool ? value : Fault.WrongType("a bool", "The condition", value);
    }
}
