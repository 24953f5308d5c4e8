namespace Bartizan.Policy.Analysis.Cases;

/// <summary>What policies say of a case.</summary>
/// <param name="Allowed">The decision; null where it hangs on what is not known.</param>
/// <param name="Determining">The policies that surely determine it, in their order; none where nothing permits.</param>
/// <param name="Errors">Ids of policies that surely fail.</param>
/// <param name="Missing">Where the decision is not told: what policies would have to know, such as <c>context.labels</c>.</param>
public sealed record CaseAnswer(bool? Allowed, IReadOnlyList<Policy> Determining, IReadOnlyList<string> Errors, IReadOnlyList<string> Missing)
{
    /// <summary>Ids of <see cref="Determining"/>; where a bound refuses, its name.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [.. Determining.Select(p => p.Id)];
}
