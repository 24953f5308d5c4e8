namespace Bartizan.Identity.Issuing.Rules;

/// <summary>Scopes are among those registered and, in an exchange, those of the subject token. Without a wish, all of these.</summary>
internal sealed class ScopeRule : IIssuanceRule
{
    private static readonly OAuthError TooWide = new("invalid_scope", "A scope is not among those that the client, or the token it acts with, has.");

    /// <inheritdoc/>
    public OAuthError? Check(IssuanceQuestion question, IssuanceDraft draft)
    {
        IEnumerable<string> registered = draft.Snapshot.Client(question.Client.Id)!.Registered.Scopes;
        var allowed = (question.Subject is { } subject ? registered.Intersect(subject.Scopes, StringComparer.Ordinal) : registered).ToList();
        if (question.Scopes?.All(allowed.Contains) == false)
        {
            return TooWide;
        }

        draft.Scopes = question.Scopes ?? allowed;
        return null;
    }
}
