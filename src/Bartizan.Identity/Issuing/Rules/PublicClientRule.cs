namespace Bartizan.Identity.Issuing.Rules;

/// <summary>A client that cannot prove who it is gets tokens only by what a person gave it: the code or refresh token stands for it.</summary>
internal sealed class PublicClientRule : IIssuanceRule
{
    private static readonly OAuthError NotAlone = new("unauthorized_client", "A public client can only use codes and refresh tokens.");

    /// <inheritdoc/>
    public OAuthError? Check(IssuanceQuestion question, IssuanceDraft draft) =>
        draft.Client.IsPublic && !GrantTypes.IsOfPeople(question.Grant) ? NotAlone : null;
}
