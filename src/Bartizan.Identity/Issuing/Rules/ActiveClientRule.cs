namespace Bartizan.Identity.Issuing.Rules;

/// <summary>The agent is in the registry and not revoked, as it is known now and not as it was when it proved who it is.</summary>
internal sealed class ActiveClientRule : IIssuanceRule
{
    /// <inheritdoc/>
    public OAuthError? Check(IssuanceQuestion question, IssuanceDraft draft)
    {
        if (draft.Snapshot.Client(question.Client.Id) is not { } client)
        {
            return OAuthError.InvalidClient;
        }

        draft.Client = client.Registered;
        return null;
    }
}
