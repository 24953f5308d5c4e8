using Bartizan.Core.Elevation;
using Bartizan.Core.Results;

namespace Bartizan.Identity.Elevation.Rules;

/// <summary>
/// The person is whom each policy asks: the agent's owner, a role, or one account. Where the owner has no account here, any approver stands in, because
/// otherwise nobody could ever decide.
/// </summary>
internal sealed class AskedRule : IApprovalRule
{
    private static readonly string[] Roles = ["admin", "architect", "analyst", "approver", "auditor"];

    /// <inheritdoc/>
    public InputError? Check(ApprovalQuestion question)
    {
        foreach (var policy in question.Request.Policies)
        {
            if (!IsAsked(policy.Asks, question))
            {
                return new($"The policy '{policy.Id}' asks another: {policy.Asks}.", "Only whom a policy asks can approve what it holds.");
            }
        }

        return null;
    }

    private static bool IsAsked(string asks, ApprovalQuestion question) =>
        asks == HeldPolicy.Owner ? question.OwnerAccount is null || question.OwnerAccount.Id == question.Approver.Id || question.Request.Needs > 1
        : Array.Exists(Roles, r => r.Equals(asks, StringComparison.OrdinalIgnoreCase)) ? question.Approver.Roles.Contains(asks, StringComparer.OrdinalIgnoreCase)
        : asks.Length == 0 || question.Approver.Name.Equals(asks, StringComparison.OrdinalIgnoreCase) || question.Approver.Id == asks;
}
