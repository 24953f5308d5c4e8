using Bartizan.Core.Elevation;
using Bartizan.Core.Results;

namespace Bartizan.Identity.Elevation.Rules;

/// <summary>The request waits: nobody decided it, and its time is not over.</summary>
internal sealed class WaitingRule : IApprovalRule
{
    /// <inheritdoc/>
    public InputError? Check(ApprovalQuestion question) => question.Request.State switch
    {
        AccessRequestState.Waiting => null,
        AccessRequestState.Expired => new("The time of this request is over.", "When the agent makes the call again, there is a new one."),
        _ => new("This request is decided already.", "When the agent makes the call again, there is a new one."),
    };
}
