using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Pipeline;

namespace Bartizan.Gateway.Policies;

/// <summary>A decision, and what the permits behind it say of things yet to come in a stream.</summary>
/// <param name="Decision">The decision, as recorded.</param>
/// <param name="RedactPatterns">Label patterns that the permits want masked, whether or not anything matched so far.</param>
/// <param name="PassesGuardFailure">Whether they let text pass that the guard could not inspect.</param>
internal readonly record struct PolicyOutcome(Decision Decision, IReadOnlyList<string> RedactPatterns, bool PassesGuardFailure)
{
    /// <summary>Label patterns that the permits want replaced by tokens, whether or not anything matched.</summary>
    public IReadOnlyList<string> TokenisePatterns { get; init; } = [];

    /// <summary>Label patterns whose tokens the permits let be restored.</summary>
    public IReadOnlyList<string> RestorePatterns { get; init; } = [];

    /// <summary>Whether the permits want untrusted text marked.</summary>
    public bool Spotlights { get; init; }

    /// <summary>The forbids that hold it until somebody approves; empty unless it is held.</summary>
    public IReadOnlyList<Policy.Policy> Holding { get; init; } = [];

    /// <summary>What sign-in of the person would do, where only that is wanting; else null.</summary>
    public StepUp? StepUp { get; init; }

    /// <summary>Whether it does not pass.</summary>
    public bool Stops => Decision.Verdict is Verdict.Block or Verdict.Hold;

    /// <summary>What the client gets when it does not pass.</summary>
    public Refusal ToRefusal() => new(403, Decision.Code, Decision.Message);
}
