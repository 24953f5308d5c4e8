namespace Bartizan.Policy.Partial;

/// <summary>What policies say of a request of which not everything is known.</summary>
/// <param name="Allowed">The decision where it is the same whatever the unknown parts turn out to be, else null.</param>
/// <param name="Residual">
/// What is left to decide: with the unknown parts filled in, these policies give the same answer as those they were made of, with the same
/// reasons and failing policies. Those that cannot apply any more are left out; those that surely do have no conditions.
/// </param>
public sealed record PartialAnswer(bool? Allowed, PolicySet Residual);
