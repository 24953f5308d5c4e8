namespace Bartizan.Policy.Explaining;

/// <summary>An answer and why it came about.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Policies">Every policy whose head admits the request, in the order of the set.</param>
/// <param name="NotApplicable">How many policies speak of other principals, actions or resources.</param>
public sealed record Explanation(AuthorizationAnswer Answer, IReadOnlyList<PolicyExplanation> Policies, int NotApplicable);

/// <summary>What became of one policy.</summary>
public enum PolicyOutcome
{
    /// <summary>Its conditions do not hold.</summary>
    NotSatisfied,

    /// <summary>Its conditions hold.</summary>
    Satisfied,

    /// <summary>Its conditions could not be evaluated, so it was ignored.</summary>
    Error,
}

/// <summary>Why one policy was satisfied or not.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="IsDetermining">Whether it is among the reasons of the answer.</param>
/// <param name="Error">Why it failed, when it did.</param>
/// <param name="Head">The head's parts, all of which the request fits.</param>
/// <param name="Conditions">One tree for each <c>when</c> and <c>unless</c>.</param>
public sealed record PolicyExplanation(
    Policy Policy,
    PolicyOutcome Outcome,
    bool IsDetermining,
    string? Error,
    IReadOnlyList<string> Head,
    IReadOnlyList<ConditionExplanation> Conditions);

/// <summary>Why one condition held or not.</summary>
/// <param name="IsWhen">True for <c>when</c>, false for <c>unless</c>.</param>
/// <param name="Holds">Whether it let the policy pass; null when it failed or was not reached.</param>
/// <param name="Reason">Its expression.</param>
public sealed record ConditionExplanation(bool IsWhen, bool? Holds, Reason Reason);

/// <summary>One part of a condition and what it came to.</summary>
/// <param name="Text">The part as Cedar text.</param>
/// <param name="Value">What it came to, as Cedar text; the error's message when it failed; empty when it was not reached.</param>
/// <param name="Outcome">Whether it was true, false, another value, an error or never reached.</param>
/// <param name="Parts">What it is made of, where that explains it further.</param>
public sealed record Reason(string Text, string Value, ReasonOutcome Outcome, IReadOnlyList<Reason> Parts);

/// <summary>What a part of a condition came to.</summary>
public enum ReasonOutcome
{
    /// <summary>The boolean true.</summary>
    True,

    /// <summary>The boolean false.</summary>
    False,

    /// <summary>A value that is no boolean.</summary>
    Value,

    /// <summary>It failed.</summary>
    Error,

    /// <summary>An earlier part had already decided.</summary>
    NotReached,
}
