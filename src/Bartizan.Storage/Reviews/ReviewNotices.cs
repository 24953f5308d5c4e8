namespace Bartizan.Storage.Reviews;

/// <summary>Kinds of the events that tell people of reviews. They are no facts of a review, and so no part of its certificate.</summary>
internal static class ReviewNotices
{
    /// <summary>Questions came to somebody.</summary>
    public const string Waiting = "review.waiting";

    /// <summary>Some still wait, and the time is nearly over.</summary>
    public const string DueSoon = "review.due-soon";
}
