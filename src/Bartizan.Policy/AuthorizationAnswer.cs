namespace Bartizan.Policy;

/// <summary>What the policies say of a request.</summary>
/// <param name="Allowed">True when at least one permit is satisfied and no forbid is.</param>
/// <param name="Reasons">Ids of the determining policies in their order in the set: the satisfied forbids, or else the satisfied permits, or else the satisfied permits that a person would have to approve; empty when nothing is satisfied.</param>
/// <param name="Errors">Policies that could not be evaluated and were therefore ignored, in the same order.</param>
public sealed record AuthorizationAnswer(bool Allowed, IReadOnlyList<string> Reasons, IReadOnlyList<PolicyError> Errors)
{
    /// <summary>The determining policies themselves, for their annotations; same order as <see cref="Reasons"/>.</summary>
    public IReadOnlyList<Policy> Determining { get; init; } = [];
}

/// <summary>A policy that could not be evaluated.</summary>
/// <param name="PolicyId">Its id.</param>
/// <param name="Message">Why, for people.</param>
public sealed record PolicyError(string PolicyId, string Message);
