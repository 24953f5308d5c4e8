using Bartizan.Policy.Entities;
using Bartizan.Policy.Evaluation;
using Bartizan.Policy.Explaining;
using Bartizan.Policy.History;
using Bartizan.Policy.Indexing;

namespace Bartizan.Policy;

/// <summary>Decides requests by one policy set. Immutable and thread-safe; build one per set and keep it.</summary>
public sealed class PolicyEngine
{
    private readonly PolicyIndex _index;
    private readonly CompiledPolicy[] _trials = [];

    /// <summary>Compiles a set. Policies in shadow mode have no part in what this engine decides.</summary>
    public PolicyEngine(PolicySet policies)
    {
        CompiledPolicy[] all = [.. policies.Policies.Select((p, i) => new CompiledPolicy(p, i))];
        CompiledPolicy[] enforced = [.. all.Where(p => !p.Policy.IsShadow)];
        _trials = [.. all.Where(p => p.Policy.IsShadow)];
        Policies = policies;
        History = new HistoryNeeds(all);
        _index = new PolicyIndex(enforced);
        var replaced = _trials.Select(p => p.Policy.Replaces).ToHashSet(StringComparer.Ordinal);
        Shadow = _trials.Length > 0 ? new PolicyEngine(policies, new PolicyIndex([.. all.Where(p => !replaced.Contains(p.Policy.Id))])) : null;
    }

    private PolicyEngine(PolicySet policies, PolicyIndex index) => (Policies, _index, History) = (policies, index, new HistoryNeeds(index.All));

    /// <summary>All policies, those in shadow mode too.</summary>
    public PolicySet Policies { get; }

    /// <summary>What the policies ask about the past, which <see cref="HistoryContext"/> brings into requests.</summary>
    public HistoryNeeds History { get; }

    /// <summary>Decides as if the policies in shadow mode were enforced with the others; null when there are none.</summary>
    public PolicyEngine? Shadow { get; }

    /// <summary>Decides one request. Never throws on what a policy does: a policy that fails is ignored and reported.</summary>
    /// <param name="request">The question.</param>
    /// <param name="entities">What is known of those it speaks of.</param>
    /// <param name="lifted">Ids of forbids that count as if they were not there, and of held permits that count as if they were not held; null for none.</param>
    public AuthorizationAnswer Authorize(AuthorizationRequest request, EntityStore entities, IReadOnlySet<string>? lifted = null)
    {
        var context = new EvaluationContext(request, entities);
        var tally = new Tally(lifted);
        _index.Visit(context, ref tally);
        return tally.Answer();
    }

    /// <summary>An engine with some of these policies.</summary>
    public PolicyEngine Where(Func<Policy, bool> keep) => new(new PolicySet([.. Policies.Policies.Where(keep)], []));

    /// <summary>The policies in shadow mode whose head admits a request: those that it is a trial of.</summary>
    public IReadOnlyList<Policy> Trials(AuthorizationRequest request, EntityStore entities)
    {
        var context = new EvaluationContext(request, entities);
        return [.. _trials.Where(p => p.Applies(context)).Select(p => p.Policy)];
    }

    /// <summary>Decides one request and says of every policy that could have applied, those in shadow mode too, whether it did, and why.</summary>
    public Explanation Explain(AuthorizationRequest request, EntityStore entities) =>
        Explainer.Explain(Authorize(request, entities), (Shadow ?? this)._index, new EvaluationContext(request, entities));
}
