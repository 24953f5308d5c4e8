namespace Bartizan.Identity.Issuing.Rules;

/// <summary>
/// The agent that holds the subject token named the asking one as its delegate. Whoever merely came by a token can make nothing of it, bound or not:
/// a proof of the token's key cannot be asked of somebody who is meant not to have it.
/// </summary>
internal sealed class DelegationRule : IIssuanceRule
{
    private static readonly OAuthError NotNamed = OAuthError.InvalidRequest("The holder of the subject token has not named this client as a delegate. See: bartizan agent credentials --delegate.");

    /// <inheritdoc/>
    public OAuthError? Check(IssuanceQuestion question, IssuanceDraft draft) =>
        question.Subject is null || draft.Snapshot.Client(question.Subject.Holder)?.Registered.Delegates.Contains(question.Client.Id) == true ? null : NotNamed;
}
