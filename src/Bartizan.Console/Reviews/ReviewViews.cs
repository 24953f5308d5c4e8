using Bartizan.Console.Contract;
using Bartizan.Core.Identity.Reviews;
using Bartizan.Core.Text;
using Bartizan.Identity.Reviews;
using Bartizan.Storage;

namespace Bartizan.Console.Reviews;

/// <summary>Reviews as the API shows them. Names that clients chose are made visible.</summary>
internal static class ReviewViews
{
    private const int MostCampaigns = 10_000;

    public static ReviewView Of(CampaignProgress review) => new(
        review.Campaign.Id,
        VisibleText.Of(review.Campaign.Title),
        review.Campaign.Trigger is not null,
        VisibleText.Of(review.Campaign.By),
        review.Campaign.Created,
        review.Campaign.Due,
        review.Campaign.Closed,
        review.Items,
        review.Open,
        review.Kept,
        review.Removed);

    /// <summary>Questions, those that wait for a person first, then by due time.</summary>
    public static async Task<IReadOnlyList<QuestionView>> OfAsync(BartizanStore store, IReadOnlyList<ReviewItem> items, string me, CancellationToken cancel)
    {
        var campaigns = (await store.Reviews.CampaignsAsync(MostCampaigns, cancel)).ToDictionary(c => c.Campaign.Id, c => c.Campaign, StringComparer.Ordinal);
        return [.. items.Select(i => Of(i, campaigns[i.Campaign], me)).OrderByDescending(q => q.IsMine && q.Answer is null).ThenBy(q => q.Due)];
    }

    public static ProposalView Of(AuthorityProposal proposal, string me, bool mayForOthers) => new(
        proposal.Id,
        proposal.Blueprint,
        proposal.Name,
        proposal.Version,
        VisibleText.Of(proposal.Owner),
        IsMine(proposal, me, mayForOthers),
        [.. proposal.Changes.Select(c => new NarrowedView(c.Setting, c.Entry, c.Instead))],
        proposal.Uses?.Models,
        proposal.Uses?.Tools,
        proposal.From,
        proposal.Backtest.Since,
        proposal.Backtest.Passed,
        proposal.Backtest.Refused,
        [.. proposal.Backtest.Examples.Select(VisibleText.Of)],
        proposal.Created,
        proposal.Until,
        proposal.State,
        proposal.By is { } by ? VisibleText.Of(by) : null,
        proposal.At,
        proposal.Reason is { } reason ? VisibleText.Of(reason) : null);

    public static UseView Of(PermissionUse use) => new(use.Action, VisibleText.Of(use.Resource), use.Passed, use.Last);

    /// <summary>Whether somebody may decide on a proposal.</summary>
    public static bool IsMine(AuthorityProposal proposal, string me, bool mayForOthers) => mayForOthers || string.Equals(proposal.Owner, me, StringComparison.OrdinalIgnoreCase);

    private static QuestionView Of(ReviewItem item, Campaign campaign, string me) => new(
        item.Id,
        item.Campaign,
        VisibleText.Of(campaign.Title),
        campaign.Due,
        item.Subject.Kind,
        VisibleText.Of(item.Subject.Name),
        item.Subject.Kind == ReviewKind.Consent ? VisibleText.Of(item.Evidence.GivenBy ?? item.Subject.Entry) : VisibleText.Of(item.Subject.Entry),
        VisibleText.Of(item.Reviewer),
        string.Equals(item.Reviewer, me, StringComparison.OrdinalIgnoreCase),
        item.CanBeNarrowed(),
        Of(item.Evidence),
        item.Decision?.Answer,
        item.Decision is { } decision ? VisibleText.Of(decision.By) : null,
        item.Decision?.At,
        item.Decision is { } told ? VisibleText.Of(told.Reason) : null,
        item.Outcome);

    private static EvidenceView Of(ReviewEvidence e) => new(
        e.From,
        e.Uses,
        e.Last,
        [.. e.Names.Select(VisibleText.Of)],
        e.NamesInAll,
        e.Agents,
        e.AgentsThatUsed,
        e.Peers,
        e.PeersInAll,
        e.GivenBy is { } by ? VisibleText.Of(by) : null,
        e.Given,
        [.. e.Notes.Select(VisibleText.Of)]);
}
