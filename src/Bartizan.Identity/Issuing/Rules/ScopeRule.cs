namespace Bartizan.Identity.Issuing.Rules;

/// <summary>
/// Scopes are among those registered and, in an exchange, those of the subject token. Without a wish, all of these. Of
/// a client that nobody vouched for, only what a person consented to bounds them.
/// </summary>
internal sealed class ScopeRule : IIssuanceRule
{
    private static readonly OAuthError TooWide = new("invalid_scope", "A scope is not among those that the client, or the token it acts with, has.");

    /// <inheritdoc/>
    public OAuthError? Check(IssuanceQuestion question, IssuanceDraft draft)
    {
        var client = draft.Client;
        var allowed = (question.Subject?.Scopes ?? question.Consented?.Scopes) is not { } bound ? (client.Vouched ? client.Scopes : question.Scopes ?? [])
            : client.Vouched ? [.. client.Scopes.Intersect(bound, StringComparer.Ordinal)]
            : bound;
        if (question.Scopes?.All(allowed.Contains) == false)
        {
            return TooWide;
        }

        draft.Scopes = question.Scopes ?? allowed;
        return null;
    }
}
