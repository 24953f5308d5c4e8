namespace Bartizan.Policy.Analysis.Diffs;

/// <summary>A policy under one id, before and after.</summary>
/// <param name="Before">As it was; null where it is new.</param>
/// <param name="After">As it is; null where it is gone.</param>
public sealed record PolicyChange(Policy? Before, Policy? After);

/// <summary>
/// What two policy sets have not in common, by id and text. Layout and comments do not count. Policies that were only numbered are matched by text alone:
/// their numbers move when another is put before them.
/// </summary>
public static class PolicyChanges
{
    /// <summary>The changes: removed, then changed, in the old order, then added, in the new.</summary>
    public static IReadOnlyList<PolicyChange> Between(PolicySet before, PolicySet after)
    {
        var (old, now) = (before.Policies.Concat(before.Templates).ToList(), after.Policies.Concat(after.Templates).ToList());
        var named = now.Where(p => p.IsNamed).ToDictionary(p => p.Id, StringComparer.Ordinal);
        var numbered = now.Where(p => !p.IsNamed).GroupBy(p => p.ToCedar(), StringComparer.Ordinal).ToDictionary(g => g.Key, g => new Queue<Policy>(g), StringComparer.Ordinal);
        var (removed, changed, met) = (new List<PolicyChange>(), new List<PolicyChange>(), new HashSet<Policy>());
        foreach (var policy in old)
        {
            var match = policy.IsNamed ? named.GetValueOrDefault(policy.Id)
                : numbered.GetValueOrDefault(policy.ToCedar()) is { Count: > 0 } same ? same.Dequeue() : null;
            if (match is null)
            {
                removed.Add(new(policy, null));
                continue;
            }

            met.Add(match);
            if (policy.IsNamed && policy.ToCedar() != match.ToCedar())
            {
                changed.Add(new(policy, match));
            }
        }

        return [.. removed, .. changed, .. now.Where(p => !met.Contains(p)).Select(p => new PolicyChange(null, p))];
    }
}
