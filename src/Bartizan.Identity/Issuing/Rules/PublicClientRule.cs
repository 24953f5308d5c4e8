namespace Bartizan.Identity.Issuing.Rules;

/// <summary>
/// A client that cannot prove who it is gets tokens only by what a person gave it: the code or refresh token stands for it. So does what an instance shows of
/// itself, and the identity that it got for it.
/// </summary>
internal sealed class PublicClientRule : IIssuanceRule
{
    private static readonly OAuthError NotAlone = new("unauthorized_client", "A public client can only use codes, refresh tokens and evidence.");

    /// <inheritdoc/>
    public OAuthError? Check(IssuanceQuestion question, IssuanceDraft draft) =>
        draft.Client.IsPublic && question.Attested is null && question.Identity is null && !GrantTypes.IsOfPeople(question.Grant) ? NotAlone : null;
}
