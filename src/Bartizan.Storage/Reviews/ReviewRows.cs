using System.Text.Json;
using Bartizan.Core.Identity.Reviews;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;

namespace Bartizan.Storage.Reviews;

/// <summary>A campaign as a row, with its counts where they were asked for.</summary>
internal sealed class CampaignRow
{
    /// <summary>Its columns; <c>r</c> is the review.</summary>
    public const string Columns = "SELECT r.id, r.title, r.cause, r.by_whom AS ByWhom, r.created, r.since, r.due, r.closed";

    public required string Id { get; init; }
    public required string Title { get; init; }
    public string? Cause { get; init; }
    public required string ByWhom { get; init; }
    public long Created { get; init; }
    public long Since { get; init; }
    public long Due { get; init; }
    public long? Closed { get; init; }
    public long Items { get; init; }
    public long? Open { get; init; }
    public long? Kept { get; init; }
    public long? Removed { get; init; }

    public Campaign ToCampaign() => new()
    {
        Id = Id,
        Title = Title,
        Trigger = Cause,
        By = ByWhom,
        Created = SqliteTime.FromMicroseconds(Created),
        From = SqliteTime.FromMicroseconds(Since),
        Due = SqliteTime.FromMicroseconds(Due),
        Closed = Closed is { } closed ? SqliteTime.FromMicroseconds(closed) : null,
    };

    public CampaignProgress ToProgress() => new(ToCampaign(), (int)Items, (int)(Open ?? 0), (int)(Kept ?? 0), (int)(Removed ?? 0));
}

/// <summary>An item as a row.</summary>
internal sealed class ItemRow
{
    /// <summary>Up to its condition.</summary>
    public const string Columns =
        "SELECT id, review, kind, holder, name, entry, reviewer, evidence, answer, by_whom AS ByWhom, at, reason, outcome FROM review_items WHERE ";

    public required string Id { get; init; }
    public required string Review { get; init; }
    public required string Kind { get; init; }
    public required string Holder { get; init; }
    public required string Name { get; init; }
    public required string Entry { get; init; }
    public required string Reviewer { get; init; }
    public required string Evidence { get; init; }
    public string? Answer { get; init; }
    public string? ByWhom { get; init; }
    public long? At { get; init; }
    public string? Reason { get; init; }
    public string? Outcome { get; init; }

    public ReviewItem ToItem() => new()
    {
        Id = Id,
        Campaign = Review,
        Subject = new ReviewSubject(Enum.Parse<ReviewKind>(Kind), Holder, Name, Entry),
        Reviewer = Reviewer,
        Evidence = JsonSerializer.Deserialize<ReviewEvidence>(Evidence, EventFacts.Options)!,
        Decision = Answer is null ? null : new ReviewDecision(Enum.Parse<ReviewAnswer>(Answer), ByWhom!, SqliteTime.FromMicroseconds(At!.Value), Reason!),
        Outcome = Outcome,
    };
}
