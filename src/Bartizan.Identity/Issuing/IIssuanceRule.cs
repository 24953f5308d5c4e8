namespace Bartizan.Identity.Issuing;

/// <summary>One thing that must hold before a token may be issued.</summary>
internal interface IIssuanceRule
{
    /// <summary>Why it must not be issued; null when this rule has nothing against it, having written its part of the draft.</summary>
    OAuthError? Check(IssuanceQuestion question, IssuanceDraft draft);
}
