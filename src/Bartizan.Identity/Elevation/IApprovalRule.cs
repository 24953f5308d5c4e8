using Bartizan.Core.Results;

namespace Bartizan.Identity.Elevation;

/// <summary>One thing that must hold before a person may approve a request.</summary>
internal interface IApprovalRule
{
    /// <summary>Why they may not; null when this rule has nothing against it.</summary>
    InputError? Check(ApprovalQuestion question);
}
