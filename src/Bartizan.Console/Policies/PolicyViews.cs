using Bartizan.Console.Contract;
using Bartizan.Policy.Explaining;
using Bartizan.Storage.Exchanges;
using PolicyExplanation = Bartizan.Console.Contract.PolicyExplanation;
using PolicyOutcome = Bartizan.Console.Contract.PolicyOutcome;

namespace Bartizan.Console.Policies;

/// <summary>Policies and what they made of a request, as the API shows them.</summary>
internal static class PolicyViews
{
    /// <summary>A policy.</summary>
    public static PolicyView View(Policy.Policy policy) => new(
        policy.Id,
        EffectOf(policy),
        policy.Text,
        policy.Annotations,
        policy.File,
        policy.Line);

    /// <summary>Whether it permits or forbids.</summary>
    public static PolicyEffect EffectOf(Policy.Policy policy) => policy.Effect == Policy.Effect.Permit ? PolicyEffect.Permit : PolicyEffect.Forbid;

    /// <summary>How a policy in shadow mode is doing.</summary>
    public static TrialView View(Policy.Policy policy, IReadOnlyList<ShadowTrial> trials)
    {
        const double budget = ShadowTrial.DefaultBudget;
        var known = trials.FirstOrDefault(t => t.Policy == policy.Id && t.Digest == policy.Digest);
        var trial = known ?? new ShadowTrial(policy.Id, policy.Digest, 0, 0, 0, default, default);
        return new TrialView(trial.Policy, trial.State(budget), trial.Asked, trial.Changed, trial.Attacks, trial.Most, budget, trial.Needed(budget), known?.First);
    }

    /// <summary>An answer with every policy of the set, those whose head does not fit too.</summary>
    public static PolicyAnswer View(Policy.PolicySet set, Explanation explanation)
    {
        var explained = explanation.Policies.ToDictionary(p => p.Policy.Id, StringComparer.Ordinal);
        return new PolicyAnswer(
            explanation.Answer.Allowed,
            explanation.Answer.Reasons,
            [.. set.Policies.Select(policy => explained.TryGetValue(policy.Id, out var known) ? View(known) : NotApplicable(policy))]);
    }

    private static PolicyExplanation NotApplicable(Policy.Policy policy) =>
        new(View(policy), PolicyOutcome.NotSatisfied, false, "Its head speaks of another principal, action or resource.", []);

    private static PolicyExplanation View(Policy.Explaining.PolicyExplanation explained) => new(
        View(explained.Policy),
        explained.Outcome switch
        {
            Policy.Explaining.PolicyOutcome.Satisfied => PolicyOutcome.Satisfied,
            Policy.Explaining.PolicyOutcome.NotSatisfied => PolicyOutcome.NotSatisfied,
            _ => PolicyOutcome.Error,
        },
        explained.IsDetermining,
        Why(explained),
        [.. explained.Conditions.Select(View)]);

    private static string Why(Policy.Explaining.PolicyExplanation explained)
    {
        if (explained.Error is { } error)
        {
            return error;
        }

        if (explained.Conditions.FirstOrDefault(condition => condition.Holds == false) is { } failed)
        {
            return $"{(failed.IsWhen ? "when" : "unless")} {{ {failed.Reason.Text} }} came to {failed.Reason.Value}.";
        }

        return explained.Conditions.Count == 0 ? "Its head fits, and it has no conditions." : "Its head fits, and all its conditions hold.";
    }

    private static ConditionView View(ConditionExplanation condition) =>
        new(condition.IsWhen ? "when" : "unless", condition.Holds, View(condition.Reason));

    private static ReasonView View(Reason reason) => new(
        reason.Text,
        reason.Value,
        reason.Outcome,
        [.. reason.Parts.Select(View)]);
}
