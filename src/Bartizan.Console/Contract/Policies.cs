using System.Text.Json;
using Bartizan.Storage.Exchanges;

namespace Bartizan.Console.Contract;

/// <summary>Whether a policy permits or forbids.</summary>
public enum PolicyEffect
{
    /// <summary>It permits what matches.</summary>
    Permit,

    /// <summary>It forbids what matches; one forbid outweighs every permit.</summary>
    Forbid,
}

/// <summary>A policy as loaded.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Effect">Permit or forbid.</param>
/// <param name="Text">Its source text.</param>
/// <param name="Annotations">Its annotations, such as <c>redact</c> or <c>message</c>.</param>
/// <param name="File">File it stands in; may be empty.</param>
/// <param name="Line">First line there, from 1.</param>
public sealed record PolicyView(
    string Id, PolicyEffect Effect, string Text, IReadOnlyDictionary<string, string> Annotations, string File, int Line);

/// <summary>All policies in force.</summary>
/// <param name="Items">In the order of their files.</param>
/// <param name="Trials">How those in shadow mode are doing.</param>
public sealed record PolicyList(IReadOnlyList<PolicyView> Items, IReadOnlyList<TrialView> Trials);

/// <summary>What a policy in shadow mode was asked so far, since its text is what it is.</summary>
/// <param name="Policy">Its id.</param>
/// <param name="State">Whether it has seen enough to be enforced.</param>
/// <param name="Asked">Exchanges that it was asked of, while enforcing it could have changed something.</param>
/// <param name="Changed">Those of which it would have changed a decision.</param>
/// <param name="Attacks">Those among the changed that people marked as attacks.</param>
/// <param name="Most">The most that its share of changed benign exchanges may really be, at 95 % confidence.</param>
/// <param name="Budget">The share that it may change.</param>
/// <param name="Needed">Benign exchanges that would be enough if it changes no more.</param>
/// <param name="First">When it was first asked; null when it was not yet.</param>
public sealed record TrialView(string Policy, TrialState State, long Asked, long Changed, long Attacks, double Most, double Budget, long Needed, DateTimeOffset? First);

/// <summary>An entity by type and id, as in <c>Agent::"agt_1"</c>.</summary>
public sealed record EntityName(string Type, string Id);

/// <summary>Asks what policy would say.</summary>
/// <param name="Principal">Who acts.</param>
/// <param name="Action">What they do; type <c>Action</c>.</param>
/// <param name="Resource">With what.</param>
/// <param name="Context">The context as a Cedar JSON record; null means empty.</param>
/// <param name="Entities">Entities in Cedar's JSON form; null means none.</param>
/// <param name="Draft">Policies to test instead of those in force; null tests those in force.</param>
public sealed record TestPolicy(
    EntityName Principal,
    EntityName Action,
    EntityName Resource,
    JsonElement? Context = null,
    JsonElement? Entities = null,
    string? Draft = null);

/// <summary>What policy says, and why.</summary>
/// <param name="Allowed">Whether it is permitted.</param>
/// <param name="Determining">Ids of the policies that determined it; empty when nothing permitted it.</param>
/// <param name="Policies">Every policy with what it made of the request.</param>
public sealed record PolicyAnswer(bool Allowed, IReadOnlyList<string> Determining, IReadOnlyList<PolicyExplanation> Policies);

/// <summary>What one policy made of a request.</summary>
public enum PolicyOutcome
{
    /// <summary>All its conditions held.</summary>
    Satisfied,

    /// <summary>Its scope or a condition did not hold.</summary>
    NotSatisfied,

    /// <summary>It failed to evaluate, and so did not count.</summary>
    Error,
}

/// <summary>One policy with what it made of the request.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Outcome">What it made of it.</param>
/// <param name="Determining">Whether it determined the decision.</param>
/// <param name="Why">The part that failed or held, or the error, in a sentence.</param>
/// <param name="Conditions">Each <c>when</c> and <c>unless</c> with what its parts came to; empty where the head does not fit.</param>
public sealed record PolicyExplanation(
    PolicyView Policy, PolicyOutcome Outcome, bool Determining, string Why, IReadOnlyList<ConditionView> Conditions);

/// <summary>One condition of a policy.</summary>
/// <param name="Clause"><c>when</c> or <c>unless</c>.</param>
/// <param name="Holds">Whether it let the policy pass; null when it failed or was not reached.</param>
/// <param name="Reason">Its expression.</param>
public sealed record ConditionView(string Clause, bool? Holds, ReasonView Reason);

/// <summary>One part of a condition and what it came to.</summary>
/// <param name="Text">The part as Cedar text.</param>
/// <param name="Value">What it came to, as Cedar text; the error's message when it failed; empty when it was not reached.</param>
/// <param name="Outcome">Whether it was true, false, another value, an error or never reached.</param>
/// <param name="Parts">What it is made of, where that explains it further.</param>
public sealed record ReasonView(string Text, string Value, Bartizan.Policy.Explaining.ReasonOutcome Outcome, IReadOnlyList<ReasonView> Parts);
