namespace Bartizan.Policy.Analysis.Cases;

/// <summary>What bounds a case whatever policies permit, such as an agent's blueprint or its access token: it never gives leave.</summary>
/// <param name="Name">How people know it.</param>
/// <param name="Covers">Whether it is good for what is asked; null where that is not known.</param>
/// <param name="Ceiling">What must allow the same question too; null for none.</param>
public sealed record CaseBound(string Name, bool? Covers, CaseDecider? Ceiling = null);
