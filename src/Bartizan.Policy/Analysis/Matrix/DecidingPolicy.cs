namespace Bartizan.Policy.Analysis.Matrix;

/// <summary>A policy's part in a permission.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Condition">What is left of its conditions, as one Cedar expression over the context; empty where it applies in every context.</param>
public sealed record DecidingPolicy(Policy Policy, string Condition);
