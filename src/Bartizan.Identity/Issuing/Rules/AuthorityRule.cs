using Bartizan.Core.Identity;

namespace Bartizan.Identity.Issuing.Rules;

/// <summary>Models and tools are within the client's ceiling, its blueprint's and, in an exchange, within the subject token. Without a wish, what all cover.</summary>
internal sealed class AuthorityRule : IIssuanceRule
{
    private static readonly OAuthError TooWide = new(
        "invalid_authorization_details", "The authorization details reach beyond those that the client, or the token it acts with, has.");

    /// <inheritdoc/>
    public OAuthError? Check(IssuanceQuestion question, IssuanceDraft draft)
    {
        var client = draft.Snapshot.Client(question.Client.Id)!;
        var bound = TokenAuthority.Meet(TokenAuthority.Meet(client.Registered.Ceiling, client.Agent.Blueprint?.Uses), question.Subject?.Authority);
        if ((question.Authority is { } asked && bound?.Contains(asked) == false)
            || bound is { } met && (met.Models.Count > TokenAuthority.MaxEntries || met.Tools.Count > TokenAuthority.MaxEntries) && question.Authority is null)
        {
            return TooWide;
        }

        draft.Authority = question.Authority ?? bound;
        return null;
    }
}
