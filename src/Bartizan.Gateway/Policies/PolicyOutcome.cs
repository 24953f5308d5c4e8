using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Pipeline;

namespace Bartizan.Gateway.Policies;

/// <summary>A decision, and whether the permits behind it let text pass that the guard could not inspect.</summary>
internal readonly record struct PolicyOutcome(Decision Decision, bool PassesGuardFailure)
{
    /// <summary>What the client gets when it does not pass.</summary>
    public Refusal ToRefusal() => new(403, Decision.Code, Decision.Message);
}
