using Bartizan.Core.Policies;

namespace Bartizan.Hosting;

/// <summary>Remembers the policies that were in force when <c>shadow.newPolicies</c> was first met: all of them go on being enforced.</summary>
internal static class FirstPolicies
{
    private const string By = "in force when shadow.newPolicies was set";

    /// <summary>What is in force from now on.</summary>
    public static async ValueTask<IReadOnlyList<EnforcedPolicy>> EnforceAsync(
        Reading reading, IReadOnlyList<EnforcedPolicy> known, IEnforcedPolicyStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!reading.Config.Shadow.NewPolicies || known.Count > 0)
        {
            return known;
        }

        var first = reading.Snapshot.Policies.Policies.Policies.Where(p => !p.IsShadow).Select(p => new EnforcedPolicy(p.Id, p.Text, By, clock.GetUtcNow())).ToList();
        await store.EnforceAsync(first, cancellationToken);
        return await store.ListAsync(cancellationToken);
    }
}
