using Bartizan.Core.Identity.Reviews;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Reviews;

/// <summary>What people, and time, say of items, and what is done of it.</summary>
internal sealed partial class SqliteReviewStore
{
    /// <inheritdoc/>
    public ValueTask<bool> AnswerAsync(string item, ReviewDecision decision, CancellationToken cancellationToken) =>
        writer.RunAsync(scope => Answer(scope, item, decision), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> ReassignAsync(string item, string reviewer, string by, DateTimeOffset when, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var review = scope.Connection.ExecuteScalar<string>(
                "UPDATE review_items SET reviewer = @reviewer WHERE id = @item AND answer IS NULL RETURNING review", new { item, reviewer });
            if (review is not null)
            {
                Tell(scope, review, "review.reassigned", when, new { review, item, reviewer, by });
                Notify(scope, ReviewNotices.Waiting, review, reviewer, when);
            }

            return review is not null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> AnswerDueAsync(DateTimeOffset now, CancellationToken cancellationToken) => writer.RunAsync(
        scope => scope.Connection
            .Query<string>(
                "SELECT i.id FROM review_items i JOIN reviews r ON r.id = i.review WHERE r.closed IS NULL AND r.due <= @now AND i.answer IS NULL",
                new { now = now.ToMicroseconds() })
            .AsList()
            .Count(item => Answer(scope, item, new ReviewDecision(ReviewAnswer.Remove, ReviewDecision.Nobody, now, "Nobody answered in time."))),
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DoneAsync(IReadOnlyList<string> items, string outcome, DateTimeOffset when, CancellationToken cancellationToken) => await writer.RunAsync(
        scope =>
        {
            foreach (var item in items)
            {
                var review = scope.Connection.ExecuteScalar<string>(
                    "UPDATE review_items SET outcome = @outcome WHERE id = @item AND answer IS NOT NULL AND outcome IS NULL RETURNING review", new { item, outcome });
                if (review is not null)
                {
                    Tell(scope, review, "review.applied", when, new { review, item, outcome });
                }
            }

            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> CloseAsync(DateTimeOffset now, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var done = scope.Connection.Query<(string Id, long Items, long Kept, long Narrowed, long Removed, long Unanswered)>(
                """
                SELECT r.id, count(i.id), coalesce(sum(i.answer = 'Keep'), 0), coalesce(sum(i.answer = 'Narrow'), 0), coalesce(sum(i.answer = 'Remove'), 0),
                       coalesce(sum(i.by_whom = @Nobody), 0)
                FROM reviews r LEFT JOIN review_items i ON i.review = r.id
                WHERE r.closed IS NULL GROUP BY r.id HAVING coalesce(sum(i.outcome IS NULL AND i.id IS NOT NULL), 0) = 0
                """,
                new { ReviewDecision.Nobody }).AsList();
            foreach (var (id, items, kept, narrowed, removed, unanswered) in done)
            {
                scope.Connection.Execute("UPDATE reviews SET closed = @at WHERE id = @id", new { id, at = now.ToMicroseconds() });
                var facts = scope.Connection.ExecuteScalar<long>("SELECT count(*) FROM review_events WHERE review = @id", new { id });
                Tell(scope, id, "review.closed", now, new { review = id, items, kept, narrowed, removed, unanswered, facts });
            }

            return done.Count;
        },
        cancellationToken);

    private bool Answer(WriteScope scope, string item, ReviewDecision decision)
    {
        var review = scope.Connection.ExecuteScalar<string>(
            "UPDATE review_items SET answer = @answer, by_whom = @By, at = @at, reason = @Reason WHERE id = @item AND answer IS NULL RETURNING review",
            new { item, answer = decision.Answer.ToString(), decision.By, at = decision.At.ToMicroseconds(), decision.Reason });
        if (review is not null)
        {
            Tell(scope, review, "review.answered", decision.At, new { review, item, answer = decision.Answer.ToString(), decision.By, decision.Reason });
        }

        return review is not null;
    }
}
