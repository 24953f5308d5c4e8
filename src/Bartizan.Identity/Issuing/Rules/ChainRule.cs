using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Issuing.Rules;

/// <summary>Writes who acts for whom: no agent twice, no chain too long, and nobody in it who is revoked.</summary>
internal sealed class ChainRule : IIssuanceRule
{
    private static readonly OAuthError Loop = OAuthError.InvalidRequest("The client is already in the token's chain of actors. Delegation must not go in circles.");
    private static readonly OAuthError TooLong = OAuthError.InvalidRequest($"At most {AccessToken.MaxActors} agents may act for another, one after the other.");
    private static readonly OAuthError Ended = OAuthError.InvalidRequest("The subject token does not count.");

    /// <inheritdoc/>
    public OAuthError? Check(IssuanceQuestion question, IssuanceDraft draft)
    {
        if (question.Connection is { } connection)
        {
            (draft.Subject, draft.Actors) = (connection.Person, [question.Client.Id]);
            return null;
        }

        if (question.Subject is not { } subject)
        {
            draft.Subject = question.Client.Id;
            return null;
        }

        if (draft.Now >= subject.Expires || draft.Snapshot.IsRevoked(subject.Id) || subject.Parents.Any(draft.Snapshot.IsRevoked) || subject.Agents.Any(a => draft.Snapshot.Agent(a) is null))
        {
            return Ended;
        }

        if (subject.Agents.Contains(question.Client.Id))
        {
            return Loop;
        }

        if (subject.Actors.Count == AccessToken.MaxActors)
        {
            return TooLong;
        }

        draft.Subject = subject.Subject;
        draft.Actors = [question.Client.Id, .. subject.Actors];
        return null;
    }
}
