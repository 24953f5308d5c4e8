using System.Globalization;
using Bartizan.Core.Elevation;

namespace Bartizan.Policy.Holds;

/// <summary>What policies say of people who must approve: <c>@hold</c>, <c>@approvals</c>, <c>@message</c>.</summary>
public static class Hold
{
    private const int MostApprovals = 5;

    /// <summary>Whether a policy holds what it speaks of, instead of forbidding or permitting it for good.</summary>
    public static bool Holds(Policy policy) => policy.Annotations.ContainsKey("hold");

    /// <summary>How many people must approve what a policy holds; what is no number counts as the most.</summary>
    public static int ApprovalsOf(Policy policy) =>
        int.TryParse(policy.Annotations.GetValueOrDefault("approvals"), CultureInfo.InvariantCulture, out var approvals)
            ? Math.Clamp(approvals, 1, MostApprovals) : policy.Annotations.ContainsKey("approvals") ? MostApprovals : 1;

    /// <summary>What an approver sees of a policy.</summary>
    public static HeldPolicy Shown(Policy policy) => new(
        policy.Id, policy.Text, policy.Annotations.GetValueOrDefault("message") ?? "", policy.Annotations.GetValueOrDefault("hold") ?? "", ApprovalsOf(policy));
}
