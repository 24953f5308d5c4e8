namespace Bartizan.Identity.Issuing.Rules;

/// <summary>Neither the agent that asks nor one that it would act for is suspended. The client is told that, the record also which agent and why.</summary>
internal sealed class SuspensionRule : IIssuanceRule
{
    /// <inheritdoc/>
    public OAuthError? Check(IssuanceQuestion question, IssuanceDraft draft)
    {
        foreach (var agent in (question.Subject?.Agents ?? []).Prepend(question.Client.Id))
        {
            if (draft.Snapshot.Suspended(agent) is { } suspended)
            {
                return OAuthError.Suspended with { Recorded = $"{agent} is suspended: {suspended.Reason}" };
            }
        }

        return null;
    }
}
