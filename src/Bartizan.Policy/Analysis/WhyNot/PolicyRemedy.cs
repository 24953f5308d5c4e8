namespace Bartizan.Policy.Analysis.WhyNot;

/// <summary>A policy that stands in the way, or nearly permits, and what would change that.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Choices">Least changes, each of which suffices to have a forbid not apply, or a permit apply; smallest first. None where none was found.</param>
public sealed record PolicyRemedy(Policy Policy, IReadOnlyList<ChangeSet> Choices);
