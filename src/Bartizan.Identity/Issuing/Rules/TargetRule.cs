namespace Bartizan.Identity.Issuing.Rules;

/// <summary>
/// One resource (RFC 8707), letter for letter one of those registered. In an exchange it is that of the subject token, for a person's
/// agent the one consented to; where that is the gateway as a whole,
/// it may also be one of the MCP servers below it.
/// </summary>
internal sealed class TargetRule(Issuer issuer) : IIssuanceRule
{
    private const string ServersBelow = "/mcp/";

    /// <inheritdoc/>
    public OAuthError? Check(IssuanceQuestion question, IssuanceDraft draft)
    {
        var allowed = draft.Client.Resources.Select(issuer.Resolve).ToList();
        var asked = question.Resource ?? question.Subject?.Audience ?? question.Consented?.Resource ?? (question.Attested is not null ? issuer.Origin : null) ?? (allowed.Count == 1 ? allowed[0] : null);
        if (asked is null || !allowed.Exists(a => IsWithin(asked, a)) || (question.Subject is { } subject && !IsWithin(asked, subject.Audience)) || (question.Consented is { } consented && !IsWithin(asked, consented.Resource)))
        {
            return OAuthError.InvalidTarget;
        }

        draft.Audience = asked;
        return null;
    }

    private bool IsWithin(string asked, string allowed) =>
        string.Equals(asked, allowed, StringComparison.Ordinal)
        || (allowed == issuer.Origin
            && asked.StartsWith(issuer.Origin + ServersBelow, StringComparison.Ordinal)
            && asked.AsSpan(issuer.Origin.Length + ServersBelow.Length) is { Length: > 0 } name
            && !name.ContainsAny('/', '?', '#'));
}
