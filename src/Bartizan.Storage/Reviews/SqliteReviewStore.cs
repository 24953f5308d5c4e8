using System.Text.Json;
using Bartizan.Core.Identity.Reviews;
using Bartizan.Core.Ids;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Reviews;

/// <summary>Reviews and proposals in the store's SQLite file. Each change is one transaction with the event that tells of it.</summary>
internal sealed partial class SqliteReviewStore(StoreWriter writer, Database database, IIdSource ids) : IReviewStore
{
    /// <inheritdoc/>
    public async ValueTask OpenAsync(Campaign campaign, IReadOnlyList<ReviewItem> items, CancellationToken cancellationToken) => await writer.RunAsync(
        scope =>
        {
            scope.Connection.Execute(
                "INSERT INTO reviews (id, title, cause, by_whom, created, since, due) VALUES (@Id, @Title, @Trigger, @By, @created, @since, @due)",
                new
                {
                    campaign.Id,
                    campaign.Title,
                    campaign.Trigger,
                    campaign.By,
                    created = campaign.Created.ToMicroseconds(),
                    since = campaign.From.ToMicroseconds(),
                    due = campaign.Due.ToMicroseconds(),
                });
            Tell(scope, campaign.Id, "review.opened", campaign.Created, new { review = campaign.Id, campaign.Title, campaign.Trigger, campaign.By, campaign.From, campaign.Due, items = items.Count });
            foreach (var item in items)
            {
                scope.Connection.Execute(
                    """
                    INSERT INTO review_items (id, review, kind, holder, name, entry, reviewer, evidence)
                    VALUES (@Id, @Campaign, @kind, @Holder, @Name, @Entry, @Reviewer, @evidence)
                    """,
                    new
                    {
                        item.Id,
                        item.Campaign,
                        kind = item.Subject.Kind.ToString(),
                        item.Subject.Holder,
                        item.Subject.Name,
                        item.Subject.Entry,
                        item.Reviewer,
                        evidence = JsonSerializer.Serialize(item.Evidence, EventFacts.Options),
                    });
                Tell(scope, campaign.Id, "review.asked", campaign.Created, new
                {
                    review = campaign.Id,
                    item = item.Id,
                    kind = item.Subject.Kind.ToString(),
                    item.Subject.Holder,
                    item.Subject.Name,
                    item.Subject.Entry,
                    item.Reviewer,
                    item.Evidence,
                });
            }

            foreach (var asked in items.GroupBy(i => i.Reviewer, StringComparer.OrdinalIgnoreCase))
            {
                Notify(scope, ReviewNotices.Waiting, campaign.Id, asked.Key, campaign.Created);
            }

            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CampaignProgress>> CampaignsAsync(int most, CancellationToken cancellationToken) => new(database.Read<IReadOnlyList<CampaignProgress>>(
        c => [.. c
            .Query<CampaignRow>(
                CampaignRow.Columns + """
                , count(i.id) AS Items, sum(i.answer IS NULL AND i.id IS NOT NULL) AS Open, sum(i.answer = 'Keep') AS Kept, sum(i.answer IN ('Narrow', 'Remove')) AS Removed
                FROM reviews r LEFT JOIN review_items i ON i.review = r.id GROUP BY r.id ORDER BY r.id DESC LIMIT @most
                """,
                new { most })
            .Select(r => r.ToProgress())],
        cancellationToken));

    /// <inheritdoc/>
    public ValueTask<Campaign?> FindAsync(string id, CancellationToken cancellationToken) => new(database.Read(
        c => c.QuerySingleOrDefault<CampaignRow>(CampaignRow.Columns + " FROM reviews r WHERE r.id = @id", new { id })?.ToCampaign(), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ReviewItem>> ItemsAsync(string campaign, CancellationToken cancellationToken) => Items("review = @campaign ORDER BY id", new { campaign }, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ReviewItem?> FindItemAsync(string id, CancellationToken cancellationToken) => (await Items("id = @id", new { id }, cancellationToken)).SingleOrDefault();

    /// <inheritdoc/>
    public async ValueTask<ReviewDecision?> LastDecisionAsync(ReviewSubject subject, CancellationToken cancellationToken) => (await Items(
        "holder = @Holder AND kind = @kind AND entry = @Entry AND answer IS NOT NULL ORDER BY at DESC LIMIT 1",
        new { subject.Holder, kind = subject.Kind.ToString(), subject.Entry },
        cancellationToken)).SingleOrDefault()?.Decision;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ReviewItem>> OpenItemsAsync(int most, CancellationToken cancellationToken) =>
        Items("answer IS NULL ORDER BY (SELECT due FROM reviews WHERE reviews.id = review), id LIMIT @most", new { most }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> WaitingAsync(string reviewer, CancellationToken cancellationToken) => new(database.Read(
        c => c.ExecuteScalar<int>("SELECT count(*) FROM review_items WHERE reviewer = @reviewer AND answer IS NULL", new { reviewer }), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ReviewItem>> UndoneAsync(int most, CancellationToken cancellationToken) =>
        Items("answer IS NOT NULL AND outcome IS NULL ORDER BY at, id LIMIT @most", new { most }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> EventsAsync(string campaign, CancellationToken cancellationToken) => new(database.Read<IReadOnlyList<string>>(
        c => [.. c.Query<string>("SELECT e.id FROM review_events r JOIN events e ON e.id = r.event WHERE r.review = @campaign ORDER BY e.position", new { campaign })], cancellationToken));

    private ValueTask<IReadOnlyList<ReviewItem>> Items(string where, object parameters, CancellationToken cancellationToken) => new(database.Read<IReadOnlyList<ReviewItem>>(
        c => [.. c.Query<ItemRow>(ItemRow.Columns + where, parameters).Select(r => r.ToItem())], cancellationToken));

    private void Tell<T>(WriteScope scope, string? review, string kind, DateTimeOffset when, T fact)
    {
        var told = EventFacts.Record(ids, "identity", kind, when, fact);
        scope.Append(told);
        if (review is not null)
        {
            scope.Connection.Execute("INSERT INTO review_events (review, event) VALUES (@review, @Id)", new { review, told.Id });
        }
    }
}
