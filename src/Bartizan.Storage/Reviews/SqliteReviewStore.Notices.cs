using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Reviews;

/// <summary>Whom something waits for, told once a campaign and once more before it is due. Who was told is kept in the same transaction as the event.</summary>
internal sealed partial class SqliteReviewStore
{
    private const string ToRemind =
        """
        SELECT DISTINCT i.review, i.reviewer FROM review_items i JOIN reviews r ON r.id = i.review
        WHERE r.closed IS NULL AND r.due > @now AND max(r.due - @before, r.created + (r.due - r.created) / 2) <= @now AND i.answer IS NULL
          AND NOT EXISTS (SELECT 1 FROM review_notices n WHERE n.review = i.review AND n.reviewer = i.reviewer AND n.kind = @DueSoon)
        ORDER BY i.review, i.reviewer
        """;

    /// <inheritdoc/>
    public async ValueTask<int> RemindAsync(DateTimeOffset now, TimeSpan before, CancellationToken cancellationToken)
    {
        var parameters = new { now = now.ToMicroseconds(), before = before.Ticks / TimeSpan.TicksPerMicrosecond, ReviewNotices.DueSoon };
        if (!database.Read(c => c.Query<(string, string)>(ToRemind, parameters).Any(), cancellationToken))
        {
            return 0;
        }

        return await writer.RunAsync(
            scope => scope.Connection.Query<(string Review, string Reviewer)>(ToRemind, parameters).AsList().Count(w => Notify(scope, ReviewNotices.DueSoon, w.Review, w.Reviewer, now)),
            cancellationToken);
    }

    /// <summary>Tells somebody of what waits for them in a review, unless they were told so before.</summary>
    private bool Notify(WriteScope scope, string kind, string review, string reviewer, DateTimeOffset when)
    {
        if (scope.Connection.Execute("INSERT OR IGNORE INTO review_notices (review, reviewer, kind) VALUES (@review, @reviewer, @kind)", new { review, reviewer, kind }) == 0)
        {
            return false;
        }

        var (title, due, questions) = scope.Connection.QuerySingle<(string Title, long Due, int Questions)>(
            "SELECT r.title, r.due, (SELECT count(*) FROM review_items i WHERE i.review = r.id AND i.reviewer = @reviewer AND i.answer IS NULL) FROM reviews r WHERE r.id = @review",
            new { review, reviewer });
        Tell(scope, null, kind, when, new { review, title, reviewer, questions, due = SqliteTime.FromMicroseconds(due) });
        return true;
    }
}
