using Bartizan.Core.Elevation;

namespace Bartizan.Identity.Elevation;

/// <summary>May this person approve that request, so often and so long?</summary>
/// <param name="Request">The request, as it is now.</param>
/// <param name="Approver">The person, as their account is now.</param>
/// <param name="OwnerAccount">The account whose name the agent's owner has; null where there is none.</param>
/// <param name="Uses">How often the call may be made.</param>
/// <param name="Until">Until when.</param>
/// <param name="Now">The time.</param>
internal sealed record ApprovalQuestion(AccessRequest Request, Approver Approver, Approver? OwnerAccount, int Uses, DateTimeOffset Until, DateTimeOffset Now);
