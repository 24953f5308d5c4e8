namespace Bartizan.Core.Identity.Reviews;

/// <summary>Questions to people whether authority is still needed. What nobody answers by the due time is removed.</summary>
public sealed record Campaign
{
    /// <summary>Most items of one.</summary>
    public const int MostItems = 2_000;

    /// <summary>Most characters of a title.</summary>
    public const int LongestTitle = 120;

    /// <summary>How long it may last at most.</summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromDays(92);

    /// <summary>Id, prefix <c>rev</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Title { get; init; }

    /// <summary>What set it off; null when a person began it.</summary>
    public string? Trigger { get; init; }

    /// <summary>Who began it.</summary>
    public required string By { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Since when uses are counted.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>When what is unanswered is removed.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>When it was closed, everything answered and done; null while it is open.</summary>
    public DateTimeOffset? Closed { get; init; }
}

/// <summary>One question of a campaign.</summary>
public sealed record ReviewItem
{
    /// <summary>Id, prefix <c>rvi</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Id of its campaign.</summary>
    public required string Campaign { get; init; }

    /// <summary>What is asked about.</summary>
    public required ReviewSubject Subject { get; init; }

    /// <summary>Name of the account that is asked.</summary>
    public required string Reviewer { get; init; }

    /// <summary>What was known.</summary>
    public required ReviewEvidence Evidence { get; init; }

    /// <summary>What they said; null while it is open.</summary>
    public ReviewDecision? Decision { get; init; }

    /// <summary>What was done of it, for people; null until it is done.</summary>
    public string? Outcome { get; init; }
}

/// <summary>An answer.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="By">Who gave it; <see cref="Nobody"/> when the due time passed.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why, in their words.</param>
public sealed record ReviewDecision(ReviewAnswer Answer, string By, DateTimeOffset At, string Reason)
{
    /// <summary>Who answers what nobody answered.</summary>
    public const string Nobody = "due date";
}

/// <summary>A campaign with how far it is.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Items">How many items.</param>
/// <param name="Open">How many are not answered.</param>
/// <param name="Kept">How many were kept as they are.</param>
/// <param name="Removed">How many were narrowed or removed.</param>
public sealed record CampaignProgress(Campaign Campaign, int Items, int Open, int Kept, int Removed);
