namespace Bartizan.Core.Identity.Reviews;

/// <summary>Keeps reviews and proposals. Each change is one transaction with the event that tells of it.</summary>
public interface IReviewStore
{
    /// <summary>
    /// Begins a campaign with all its items. Events: <c>review.opened</c>, for each item <c>review.asked</c> with what was known of it, and for each person who is
    /// asked <c>review.waiting</c>.
    /// </summary>
    ValueTask OpenAsync(Campaign campaign, IReadOnlyList<ReviewItem> items, CancellationToken cancellationToken);

    /// <summary>Campaigns, the newest first, at most <paramref name="most"/>.</summary>
    ValueTask<IReadOnlyList<CampaignProgress>> CampaignsAsync(int most, CancellationToken cancellationToken);

    /// <summary>A campaign; null when there is none.</summary>
    ValueTask<Campaign?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>The items of a campaign in order.</summary>
    ValueTask<IReadOnlyList<ReviewItem>> ItemsAsync(string campaign, CancellationToken cancellationToken);

    /// <summary>An item; null when there is none.</summary>
    ValueTask<ReviewItem?> FindItemAsync(string id, CancellationToken cancellationToken);

    /// <summary>The last answer that was given about a subject; null when nobody was asked.</summary>
    ValueTask<ReviewDecision?> LastDecisionAsync(ReviewSubject subject, CancellationToken cancellationToken);

    /// <summary>Items that nobody answered yet, the next due first, at most <paramref name="most"/>.</summary>
    ValueTask<IReadOnlyList<ReviewItem>> OpenItemsAsync(int most, CancellationToken cancellationToken);

    /// <summary>How many items wait for a person.</summary>
    ValueTask<int> WaitingAsync(string reviewer, CancellationToken cancellationToken);

    /// <summary>Answers an item; false when it has an answer. Event: <c>review.answered</c>.</summary>
    ValueTask<bool> AnswerAsync(string item, ReviewDecision decision, CancellationToken cancellationToken);

    /// <summary>Asks somebody else; false when it has an answer. Events: <c>review.reassigned</c>, and <c>review.waiting</c> where the campaign did not ask them before.</summary>
    ValueTask<bool> ReassignAsync(string item, string reviewer, string by, DateTimeOffset when, CancellationToken cancellationToken);

    /// <summary>
    /// Reminds, once a campaign, each person for whom something of it still waits some time before it is due, and not before half of its time is over; how many.
    /// Event for each: <c>review.due-soon</c>.
    /// </summary>
    ValueTask<int> RemindAsync(DateTimeOffset now, TimeSpan before, CancellationToken cancellationToken);

    /// <summary>Answers with <see cref="ReviewAnswer.Remove"/> what is due and nobody answered; how many. Event for each: <c>review.answered</c>.</summary>
    ValueTask<int> AnswerDueAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Answered items of which nothing was done yet, the oldest answer first.</summary>
    ValueTask<IReadOnlyList<ReviewItem>> UndoneAsync(int most, CancellationToken cancellationToken);

    /// <summary>Notes what was done of answered items. Event: <c>review.applied</c>.</summary>
    ValueTask DoneAsync(IReadOnlyList<string> items, string outcome, DateTimeOffset when, CancellationToken cancellationToken);

    /// <summary>Closes campaigns of which everything was answered and done; how many. Event for each: <c>review.closed</c>, with the counts, that of its events so far too.</summary>
    ValueTask<int> CloseAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Ids of the events that tell of a campaign, in order.</summary>
    ValueTask<IReadOnlyList<string>> EventsAsync(string campaign, CancellationToken cancellationToken);

    /// <summary>Adds a proposal, unless one for its blueprint waits. Event: <c>review.proposed</c>.</summary>
    ValueTask<bool> ProposeAsync(AuthorityProposal proposal, CancellationToken cancellationToken);

    /// <summary>Proposals, the open ones first, then the newest, at most <paramref name="most"/>.</summary>
    ValueTask<IReadOnlyList<AuthorityProposal>> ProposalsAsync(int most, CancellationToken cancellationToken);

    /// <summary>A proposal; null when there is none.</summary>
    ValueTask<AuthorityProposal?> FindProposalAsync(string id, CancellationToken cancellationToken);

    /// <summary>Decides an open proposal; false when it is not open. Event: <c>review.proposal-decided</c>.</summary>
    ValueTask<bool> DecideAsync(string proposal, ProposalState state, string? by, string? reason, DateTimeOffset when, CancellationToken cancellationToken);
}
