using Bartizan.Core.Identity;

namespace Bartizan.Identity.Issuing.Rules;

/// <summary>Models and tools are within the client's ceiling, its blueprint's, and within the subject token of an exchange or what the person consented to. Without a wish, what all cover.</summary>
internal sealed class AuthorityRule : IIssuanceRule
{
    private static readonly OAuthError TooWide = new(
        "invalid_authorization_details", "The authorization details reach beyond those that the client, or the token it acts with, has.");

    /// <inheritdoc/>
    public OAuthError? Check(IssuanceQuestion question, IssuanceDraft draft)
    {
        var own = TokenAuthority.Meet(draft.Client.Ceiling, draft.Snapshot.Agent(question.Client.Id)?.Blueprint?.Uses);
        var bound = TokenAuthority.Meet(own, question.Subject is { } subject ? subject.Authority : question.Consented?.Authority);
        if ((question.Authority is { } asked && bound?.Contains(asked) == false)
            || bound is { } met && (met.Models.Count > TokenAuthority.MaxEntries || met.Tools.Count > TokenAuthority.MaxEntries) && question.Authority is null)
        {
            return TooWide;
        }

        draft.Authority = question.Authority ?? bound;
        return null;
    }
}
