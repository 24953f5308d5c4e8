using Bartizan.Policy.Entities;
using Bartizan.Policy.Evaluation;
using Bartizan.Policy.Explaining;
using Bartizan.Policy.Indexing;

namespace Bartizan.Policy;

/// <summary>Decides requests by one policy set. Immutable and thread-safe; build one per set and keep it.</summary>
public sealed class PolicyEngine(PolicySet policies)
{
    private readonly PolicyIndex _index = new([.. policies.Policies.Select((p, i) => new CompiledPolicy(p, i))]);

    /// <summary>The policies it decides by.</summary>
    public PolicySet Policies { get; } = policies;

    /// <summary>Decides one request. Never throws on what a policy does: a policy that fails is ignored and reported.</summary>
    public AuthorizationAnswer Authorize(AuthorizationRequest request, EntityStore entities)
    {
        var context = new EvaluationContext(request, entities);
        var tally = new Tally();
        _index.Visit(context, ref tally);
        return tally.Answer();
    }

    /// <summary>Decides one request and says of every policy that could have applied whether it did, and why.</summary>
    public Explanation Explain(AuthorizationRequest request, EntityStore entities) =>
        Explainer.Explain(Authorize(request, entities), _index, new EvaluationContext(request, entities));
}
