namespace Bartizan.Identity.Issuing.Rules;

/// <summary>The client is registered to ask people. One that nobody vouched for may ask before it is an agent; it becomes one when somebody lets it in.</summary>
internal sealed class AskingRule : IIssuanceRule
{
    private static readonly OAuthError NotRegistered = new("unauthorized_client", "The client is not registered to ask people. See: bartizan agent credentials --grant authorization_code, or ciba.");

    /// <inheritdoc/>
    public OAuthError? Check(IssuanceQuestion question, IssuanceDraft draft)
    {
        if ((draft.Snapshot.Client(question.Client.Id) ?? question.Client).Registered is not { } client || (client.Vouched && draft.Snapshot.Client(question.Client.Id) is null))
        {
            return OAuthError.InvalidClient;
        }

        draft.Client = client;
        return client.Grants.Contains(question.Grant) ? null : NotRegistered;
    }
}
