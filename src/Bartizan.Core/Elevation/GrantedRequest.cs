namespace Bartizan.Core.Elevation;

/// <summary>A grant with all that it rests on, as it is now.</summary>
/// <param name="Grant">The grant.</param>
/// <param name="Request">The request that was approved.</param>
/// <param name="Approvals">Who approved it.</param>
/// <param name="Keys">The keys that signed.</param>
/// <param name="Approvers">Those who approved, as their accounts are now.</param>
public sealed record GrantedRequest(
    Grant Grant, AccessRequest Request, IReadOnlyList<Approval> Approvals, IReadOnlyList<ApproverKey> Keys, IReadOnlyList<Approver> Approvers)
{
    /// <summary>Who approved, as records name them: ids of accounts, or of policies.</summary>
    public IReadOnlyList<string> ApprovedBy => Request.Automatic is { } policy
        ? [.. policy.Policies.Select(p => AutomaticApproval.NameOf(p.Id))]
        : [.. Approvals.Select(a => a.Account)];

    /// <summary>
    /// Whether enough different people, each of whom may still approve, signed all that the grant gives, with keys that still count. What policy approved
    /// nobody signed: it is sound for one use of what one approval is enough for, and counts while policy still says so, which is asked at its use.
    /// </summary>
    public bool IsSound()
    {
        if (Request.Automatic is not null)
        {
            return Request.Needs == 1 && Grant.Uses == 1;
        }

        var good = Approvals.Where(Holds).DistinctBy(a => a.Account).ToList();
        return good.Count >= Request.Needs && good.All(a => a.Uses >= Grant.Uses && a.Until >= Grant.Ends);
    }

    private bool Holds(Approval approval) =>
        Approvers.FirstOrDefault(a => a.Id == approval.Account) is { MayApprove: true }
        && Keys.FirstOrDefault(k => k.Id == approval.Key) is { } key
        && ApprovalVerifier.Verify(Request, approval, key);
}
