namespace Bartizan.Identity.Reviews;

/// <summary>How unused authority is found, and what happens where nobody answers.</summary>
public sealed record ReviewOptions
{
    /// <summary>The shortest time after which something counts as unused.</summary>
    public static readonly TimeSpan ShortestWindow = TimeSpan.FromDays(1);

    /// <summary>The longest.</summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromDays(366);

    /// <summary>After which time without use something counts as unused.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long proposals, and reviews that nobody began, wait for an answer.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromDays(14);

    /// <summary>How long before a review is due people are told once more, at the earliest when half of its time is over.</summary>
    public TimeSpan Remind { get; init; } = TimeSpan.FromDays(2);

    /// <summary>Whether a proposal that nobody answers is put in force; else it lapses.</summary>
    public bool NarrowUnanswered { get; init; }

    /// <summary>Whether a changed tool, a model served from elsewhere and an owner who left begin a review.</summary>
    public bool Triggers { get; init; } = true;
}
