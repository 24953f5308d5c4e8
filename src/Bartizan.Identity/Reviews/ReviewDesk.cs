using Bartizan.Core.Identity.Reviews;
using Bartizan.Core.Ids;
using Bartizan.Core.Results;
using Bartizan.Core.Text;

namespace Bartizan.Identity.Reviews;

/// <summary>Begins campaigns, takes answers, and sees to it that they are carried out: what nobody answers in time is removed.</summary>
public sealed class ReviewDesk(IReviewStore reviews, ReviewPlanner planner, ReviewEnforcer enforcer, IIdSource ids, TimeProvider clock)
{
    private static readonly TimeSpan ShortestTime = TimeSpan.FromMinutes(1);

    /// <summary>Begins a campaign.</summary>
    /// <exception cref="InputException">Something of the draft is not as it must be, or there is nothing to ask.</exception>
    public async ValueTask<Campaign> OpenAsync(CampaignDraft draft, CancellationToken cancellationToken)
    {
        Check(draft);
        var now = clock.GetUtcNow();
        var items = await planner.PlanAsync(draft, now, cancellationToken);
        if (items.Count is 0 or > Campaign.MostItems)
        {
            throw new InputException(items.Count == 0
                ? new InputError("There is nothing to ask about.", "Ask about more kinds, blueprints, or about what was used too.")
                : new InputError($"There are {items.Count} items; a review may have {Campaign.MostItems}.", "Name blueprints, kinds, or ask only about what was not used."));
        }

        var campaign = new Campaign
        {
            Id = ids.NewId("rev"),
            Title = draft.Title.Trim(),
            Trigger = draft.Trigger,
            By = draft.By,
            Created = now,
            From = items.Min(i => i.Evidence.From),
            Due = now + draft.AnswerWithin,
        };
        await reviews.OpenAsync(campaign, [.. items.Select(i => i with { Id = ids.NewId("rvi"), Campaign = campaign.Id })], cancellationToken);
        return campaign;
    }

    /// <summary>Takes an answer and carries it out.</summary>
    /// <param name="id">The item.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="reason">Why; needed for all but keeping.</param>
    /// <param name="by">Name of the account that answers.</param>
    /// <param name="forOthers">Whether they may answer what others are asked.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    /// <returns>The item, answered.</returns>
    /// <exception cref="InputException">There is no such open item, it is somebody else's, or it cannot be answered so.</exception>
    public async ValueTask<ReviewItem> AnswerAsync(string id, ReviewAnswer answer, string reason, string by, bool forOthers, CancellationToken cancellationToken)
    {
        var item = await reviews.FindItemAsync(id, cancellationToken) ?? throw new InputException(NoItem(id));
        if (!forOthers && !string.Equals(item.Reviewer, by, StringComparison.OrdinalIgnoreCase))
        {
            throw new InputException(new InputError($"{item.Reviewer} is asked about this.", "An admin or architect can ask somebody else, or answer themselves."));
        }

        if (answer == ReviewAnswer.Narrow && !item.CanBeNarrowed())
        {
            throw new InputException(new InputError("This cannot be narrowed.", "Only an entry that ends with * can, of which something was used and not too much."));
        }

        if (!await reviews.AnswerAsync(id, new ReviewDecision(answer, by, clock.GetUtcNow(), ReadReason(reason, answer)), cancellationToken))
        {
            throw new InputException(new InputError("This has been answered.", "An answer stays; begin another review to ask again."));
        }

        await ReconcileAsync(CancellationToken.None);
        return await reviews.FindItemAsync(id, cancellationToken) ?? throw new InputException(NoItem(id));
    }

    /// <summary>Asks somebody else.</summary>
    /// <exception cref="InputException">There is no such open item.</exception>
    public async ValueTask ReassignAsync(string id, string reviewer, string by, CancellationToken cancellationToken)
    {
        if (!await reviews.ReassignAsync(id, reviewer, by, clock.GetUtcNow(), cancellationToken))
        {
            throw new InputException(NoItem(id));
        }
    }

    /// <summary>Answers what is due, carries out what was answered, and closes what is done.</summary>
    public async ValueTask ReconcileAsync(CancellationToken cancellationToken)
    {
        await reviews.AnswerDueAsync(clock.GetUtcNow(), cancellationToken);
        await enforcer.RunAsync(cancellationToken);
        await reviews.CloseAsync(clock.GetUtcNow(), cancellationToken);
    }

    private static InputError NoItem(string id) => new($"There is no open question {id}.", "`bartizan review show <review>` lists them.");

    private static string ReadReason(string text, ReviewAnswer answer) =>
        answer == ReviewAnswer.Keep && string.IsNullOrWhiteSpace(text) ? ""
            : Reason.OneLine(text) ?? throw new InputException(new InputError($"The reason must have 1 to {Reason.Longest} characters on one line.", "Say in a sentence why."));

    private static void Check(CampaignDraft draft)
    {
        if (draft.Title.Trim().Length is 0 or > Campaign.LongestTitle || draft.Title.Any(char.IsControl))
        {
            throw new InputException(new InputError($"The title must have 1 to {Campaign.LongestTitle} characters on one line.", "Say what is reviewed, such as: Tools, fourth quarter."));
        }

        if (draft.AnswerWithin < ShortestTime || draft.AnswerWithin > Campaign.LongestTime)
        {
            throw new InputException(new InputError($"People must have between a minute and {Campaign.LongestTime.TotalDays:0} days.", "Write for example 14d."));
        }

        if (draft.Window < ReviewOptions.ShortestWindow || draft.Window > ReviewOptions.LongestWindow)
        {
            throw new InputException(new InputError($"Uses can be counted over 1 to {ReviewOptions.LongestWindow.TotalDays:0} days.", "Write for example 90d."));
        }
    }
}
