using Bartizan.Identity.Attesting;
using Bartizan.Policy;

namespace Bartizan.Identity.Issuing.Rules;

/// <summary>
/// What an instance shows is enough for policy and the agent's blueprint, the code that it is known to run is the blueprint's, and its identity is for the
/// gateway, where it can be used for everything else. Without policies nothing is enough.
/// </summary>
internal sealed class AttestationRule(Issuer issuer, IPolicySource? policies) : IIssuanceRule
{
    /// <inheritdoc/>
    public OAuthError? Check(IssuanceQuestion question, IssuanceDraft draft)
    {
        if (question.Attested is not { } attested)
        {
            return null;
        }

        if (draft.Audience != issuer.Origin)
        {
            return OAuthError.InvalidTarget with { Recorded = "an identity is for the gateway" };
        }

        return Against(draft.Snapshot.Agent(question.Client.Id), attested, draft.Now) is { } against
            ? AttestationGrant.NotAttested with { Recorded = $"{question.Client.Id}: {against}. It showed: {(attested.Selectors.Count == 0 ? "nothing" : string.Join(", ", attested.Selectors))}" }
            : null;
    }

    private string? Against(Core.Identity.Principal? agent, Attested attested, DateTimeOffset now)
    {
        if (agent is null || policies is null)
        {
            return "there is nobody to ask about";
        }

        return agent.Blueprint?.Code is { } code && attested.Code is { } runs && !string.Equals(runs, code, StringComparison.OrdinalIgnoreCase)
            ? $"it runs {runs}, and its blueprint {agent.Blueprint.Mark} says {code}"
            : AttestationPolicy.Refuses(policies.Current, agent, attested, now);
    }
}
