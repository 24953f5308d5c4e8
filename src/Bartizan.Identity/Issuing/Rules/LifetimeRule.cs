namespace Bartizan.Identity.Issuing.Rules;

/// <summary>
/// A token lives five minutes; after an exchange one minute, never longer than the token, the connection or the identity it came from, nor than a mandate it stands under, and never longer
/// than the blueprint of an agent of its chain says.
/// </summary>
internal sealed class LifetimeRule : IIssuanceRule
{
    /// <summary>How long a token lives that an agent got for itself.</summary>
    public static readonly TimeSpan OwnLife = TimeSpan.FromSeconds(300);

    /// <summary>How long a token lives that came of an exchange.</summary>
    public static readonly TimeSpan ExchangedLife = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public OAuthError? Check(IssuanceQuestion question, IssuanceDraft draft)
    {
        var life = question.Subject is null ? OwnLife : ExchangedLife;
        foreach (var agent in draft.Actors.Append(draft.Subject))
        {
            life = draft.Snapshot.Agent(agent)?.Blueprint is { } blueprint && blueprint.Lifetime < life ? blueprint.Lifetime : life;
        }

        // In whole seconds from the second that the token says it was issued in.
        var end = draft.Issued + life;
        // What an identity is exchanged for ends with it; a new identity is what it is renewed by.
        DateTimeOffset?[] latest = [question.Subject?.Expires ?? question.Connection?.Expires, question.Attested is null ? question.Identity?.Expires : null];
        draft.Expires = draft.Mandates.Select(m => m.Until).Append(latest.Append(end).Min()!.Value).Min();
        return null;
    }
}
