using Bartizan.Core.Elevation;
using Bartizan.Core.Results;

namespace Bartizan.Identity.Elevation.Rules;

/// <summary>
/// Nobody approves what is done on their own behalf: not a person who stands in the chain, nor who owns an agent of it, the acting one included, unless
/// every policy asks just the owner.
/// </summary>
internal sealed class ChainRule : IApprovalRule
{
    /// <inheritdoc/>
    public InputError? Check(ApprovalQuestion question)
    {
        var (request, approver) = (question.Request, question.Approver);
        if (request.Chain.Any(m => Is(approver, m.Id) || Is(approver, m.Name)))
        {
            return new("The call would be made on this person's own behalf.", "Another approver must decide.");
        }

        return request.Policies.Any(p => p.Asks != HeldPolicy.Owner) && request.Chain.Append(request.Agent).Any(m => Is(approver, m.Owner))
            ? new("This person owns an agent that would make the call, and a policy asks somebody else than the owner.", "Another approver must decide.")
            : null;
    }

    private static bool Is(Approver approver, string name) =>
        approver.Id == name || approver.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
