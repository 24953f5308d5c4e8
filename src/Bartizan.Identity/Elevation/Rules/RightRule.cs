using Bartizan.Core.Results;

namespace Bartizan.Identity.Elevation.Rules;

/// <summary>The person has a working account with a role that may approve.</summary>
internal sealed class RightRule : IApprovalRule
{
    /// <inheritdoc/>
    public InputError? Check(ApprovalQuestion question) => question.Approver switch
    {
        { Works: false } => new("The account is disabled.", "Another approver can decide."),
        { MayApprove: false } => new("The account's roles do not include approving.", "An admin can give it the role approver."),
        _ => null,
    };
}
