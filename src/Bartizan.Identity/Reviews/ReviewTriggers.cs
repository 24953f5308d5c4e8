using Bartizan.Core.Elevation;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Identity.Reviews;
using Bartizan.Core.Results;
using Bartizan.Core.Tools;

namespace Bartizan.Identity.Reviews;

/// <summary>
/// Begins reviews that nobody asked for: a tool's definition changed, a model is served from elsewhere, somebody who answers for agents left. Looks at what is,
/// not at what happened, so that nothing is missed while nobody looked; and asks about each only once.
/// </summary>
public sealed class ReviewTriggers(
    ReviewDesk desk, IReviewStore reviews, IRegistryStore registry, IAgentStore agents, IAccessStore people, IToolPinStore tools, IPermissionUses uses, TimeProvider clock, ReviewOptions options)
{
    /// <summary>Who begins such a review.</summary>
    public const string By = "bartizan";

    /// <summary>Most such reviews that are open at a time: servers and clients choose what changes, and people have to answer.</summary>
    public const int MostOpen = 50;

    private const int MostCampaigns = 10_000;

    /// <summary>Begins what is to begin; how many.</summary>
    public async ValueTask<int> RunAsync(CancellationToken cancellationToken)
    {
        if (!options.Triggers)
        {
            return 0;
        }

        var drafts = await DraftsAsync(cancellationToken);
        if (drafts.Count == 0)
        {
            return 0;
        }

        var before = (await reviews.CampaignsAsync(MostCampaigns, cancellationToken)).Where(c => c.Campaign.Trigger is not null).Select(c => c.Campaign).ToList();
        var known = before.Select(c => c.Trigger!).ToHashSet(StringComparer.Ordinal);
        var open = before.Where(c => c.Closed is null).Select(c => SubjectOf(c.Trigger!)).ToList();
        var begun = 0;
        foreach (var draft in drafts)
        {
            // What changes again while people are asked is not asked about once more: a server could change a tool all day.
            if (open.Count < MostOpen && !known.Contains(draft.Trigger!) && !open.Contains(SubjectOf(draft.Trigger!)) && await OpenAsync(draft, cancellationToken))
            {
                open.Add(SubjectOf(draft.Trigger!));
                begun++;
            }
        }

        return begun;
    }

    // Without what it became, which stands last.
    private static string SubjectOf(string trigger) => trigger[..trigger.LastIndexOf(' ')];

    private async ValueTask<bool> OpenAsync(CampaignDraft draft, CancellationToken cancellationToken)
    {
        try
        {
            await desk.OpenAsync(draft, cancellationToken);
            return true;
        }
        catch (InputException)
        {
            // Nobody has what changed: there is nothing to ask.
            return false;
        }
    }

    private async ValueTask<IReadOnlyList<CampaignDraft>> DraftsAsync(CancellationToken cancellationToken)
    {
        var drafts = new List<CampaignDraft>();
        foreach (var pin in (await tools.ListAsync(cancellationToken)).Where(p => p.Approved is { } approved && approved.Digest != p.Seen.Digest))
        {
            var name = $"{pin.Server}/{pin.Name}";
            drafts.Add(Draft($"Tool {name} changed", $"tool {name} {pin.Seen.Digest}", "The definition of its tool changed; it is not offered until somebody approves it.") with
            {
                Kinds = [ReviewKind.Tool],
                About = (subject, _) => new TokenAuthority([], [subject.Entry]).CoversTool(name),
            });
        }

        foreach (var moved in await uses.MovedModelsAsync(clock.GetUtcNow() - options.AnswerWithin, cancellationToken))
        {
            drafts.Add(Draft($"Model {moved.Model} is served by {moved.Upstream}", $"model {moved.Model} {moved.Upstream}", $"{moved.Model} is answered by {moved.Upstream} now; before it was {string.Join(", ", moved.Before)}.") with
            {
                Kinds = [ReviewKind.Model],
                About = (subject, _) => new TokenAuthority([subject.Entry], []).CoversModel(moved.Model),
            });
        }

        await AddLeaversAsync(drafts, cancellationToken);
        return drafts;
    }

    private async ValueTask AddLeaversAsync(List<CampaignDraft> drafts, CancellationToken cancellationToken)
    {
        var all = await agents.ListAsync(cancellationToken);
        var answering = (await registry.BlueprintsAsync(cancellationToken)).Where(b => b.Retired is null).SelectMany(b => new[] { b.Owner, b.Sponsor })
            .Concat(all.Where(a => a.Revoked is null && a.Blueprint is null).Select(a => a.Owner));
        foreach (var name in answering.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (await people.ApproverAsync(name, cancellationToken) is not { Works: false })
            {
                continue;
            }

            var of = all.Where(a => a.Blueprint is { } b ? Is(b.Owner) || Is(b.Sponsor) : Is(a.Owner)).Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
            drafts.Add(Draft($"{name} left", "left " + name.ToLowerInvariant(), $"The account of {name}, who answered for it, was disabled.") with
            {
                Kinds = [ReviewKind.Agent],
                About = (subject, _) => of.Contains(subject.Holder),
            });

            bool Is(string other) => string.Equals(other, name, StringComparison.OrdinalIgnoreCase);
        }
    }

    private CampaignDraft Draft(string title, string trigger, string note) => new()
    {
        Title = title.Length <= Campaign.LongestTitle ? title : title[..(Campaign.LongestTitle - 1)] + "…",
        By = By,
        AnswerWithin = options.AnswerWithin,
        Window = options.Window,
        Trigger = trigger,
        Note = note,
    };
}
