namespace Bartizan.Gateway.Policies;

/// <summary>
/// Joins what policy says of an agent with what it says of those on whose behalf it acts: all must be allowed it, and what any of their permits demands is
/// done. So an agent can do for another, or for a person, no more than both may.
/// </summary>
internal static class ActingChain
{
    /// <summary>Both outcomes as one.</summary>
    public static PolicyOutcome Join(in PolicyOutcome one, in PolicyOutcome other)
    {
        if (one.Stops || other.Stops)
        {
            return one.Stops ? one : other;
        }

        var (first, second) = (one.Decision, other.Decision);
        return new(
            first with
            {
                Verdict = first.Verdict > second.Verdict ? first.Verdict : second.Verdict,
                Policies = Union(first.Policies, second.Policies),
                Errors = Union(first.Errors, second.Errors),
                Redact = Union(first.Redact, second.Redact),
                Tokenise = Union(first.Tokenise, second.Tokenise),
            },
            Union(one.RedactPatterns, other.RedactPatterns),
            one.PassesGuardFailure && other.PassesGuardFailure)
        {
            TokenisePatterns = Union(one.TokenisePatterns, other.TokenisePatterns),
            RestorePatterns = [.. one.RestorePatterns.Intersect(other.RestorePatterns, StringComparer.Ordinal)],
            Spotlights = one.Spotlights || other.Spotlights,
        };
    }

    private static IReadOnlyList<string> Union(IReadOnlyList<string> one, IReadOnlyList<string> other) =>
        other.Count == 0 ? one : one.Count == 0 ? other : [.. one.Union(other, StringComparer.Ordinal)];
}
