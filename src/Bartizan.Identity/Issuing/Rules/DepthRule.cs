namespace Bartizan.Identity.Issuing.Rules;

/// <summary>No more agents act for an agent, one after the other, than its blueprint allows.</summary>
internal sealed class DepthRule : IIssuanceRule
{
    private static readonly OAuthError TooDeep = OAuthError.InvalidRequest("More agents would act for one of the chain than its blueprint allows.");

    /// <inheritdoc/>
    public OAuthError? Check(IssuanceQuestion question, IssuanceDraft draft)
    {
        // The one that asks acts last, so as many act for an agent as stand before it.
        var acting = 0;
        foreach (var agent in draft.Actors.Append(draft.Subject))
        {
            if (draft.Snapshot.Agent(agent)?.Blueprint is { } blueprint && acting > blueprint.Depth)
            {
                return TooDeep with { Recorded = $"{agent}: blueprint {blueprint.Mark} allows {blueprint.Depth}" };
            }

            acting++;
        }

        return null;
    }
}
