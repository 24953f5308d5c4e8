namespace Bartizan.Identity.Issuing.Rules;

/// <summary>The client is registered for this grant.</summary>
internal sealed class GrantRule : IIssuanceRule
{
    private static readonly OAuthError NotRegistered = new("unauthorized_client", "The client is not registered for this grant. See: bartizan agent credentials --grant.");

    /// <inheritdoc/>
    public OAuthError? Check(IssuanceQuestion question, IssuanceDraft draft) =>
        draft.Client.Grants.Contains(question.Grant) && (question.Grant == GrantTypes.TokenExchange) == question.Subject is not null
        && (question.Grant == GrantTypes.Attestation) == question.Attested is not null && GrantTypes.IsOfConnection(question.Grant) == question.Connection is not null
            ? null
            : NotRegistered;
}
