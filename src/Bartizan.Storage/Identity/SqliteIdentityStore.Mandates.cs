using System.Text.Json;
using Bartizan.Core.Budgets;
using Bartizan.Core.Identity.Mandates;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Identity;

/// <summary>Mandates: added with the token or the consent that brings them, and ended like a token.</summary>
internal sealed partial class SqliteIdentityStore
{
    /// <inheritdoc/>
    public ValueTask<MandateRecord?> FindAsync(string id, CancellationToken cancellationToken) =>
        new(database.Read(c => c.QuerySingleOrDefault<MandateRow>(MandateRow.Columns + " WHERE id = @id", new { id })?.ToRecord(), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<MandateRecord>> ListAsync(int most, CancellationToken cancellationToken) =>
        new(database.Read<IReadOnlyList<MandateRecord>>(
            c => [.. c.Query<MandateRow>(MandateRow.Columns + " ORDER BY created DESC, id DESC LIMIT @most", new { most }).Select(r => r.ToRecord()).Reverse()], cancellationToken));

    /// <inheritdoc/>
    public ValueTask<bool> EndMandateAsync(string id, string reason, string by, DateTimeOffset now, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var expires = scope.Connection.QuerySingleOrDefault<long?>(
                "UPDATE mandates SET ended = @now WHERE id = @id AND ended IS NULL AND expires > @now RETURNING expires", new { id, now = now.ToMicroseconds() });
            if (expires is null)
            {
                return false;
            }

            // As long as anything could be issued under it, and an hour more that forgives a clock that is set back.
            scope.Connection.Execute(
                "INSERT INTO revoked_tokens (id, expires) VALUES (@id, @until) ON CONFLICT (id) DO UPDATE SET expires = max(expires, @until)",
                new { id, until = (SqliteTime.FromMicroseconds(expires.Value) + TimeSpan.FromHours(1)).ToMicroseconds() });
            Connections.End(scope, id, now);
            Changed(scope, "identity.mandate-ended", now, new { mandate = id, reason, by });
            return true;
        },
        cancellationToken);

    private static void Add(WriteScope scope, MandateRecord mandate)
    {
        scope.Connection.Execute("DELETE FROM mandates WHERE expires < @over", new { over = (mandate.Created - KeptAfter).ToMicroseconds() });
        scope.Connection.Execute(
            "INSERT INTO mandates (id, parent, agent, account, txn, terms, created, expires) VALUES (@Id, @Parent, @Holder, @Person, @Transaction, @terms, @created, @expires)",
            new
            {
                mandate.Mandate.Id,
                mandate.Parent,
                mandate.Holder,
                mandate.Person,
                mandate.Transaction,
                terms = JsonSerializer.Serialize(MandateText.Of(mandate.Mandate), EventFacts.Options),
                created = mandate.Created.ToMicroseconds(),
                expires = mandate.Mandate.Until.ToMicroseconds(),
            });
    }

    private sealed record MandateText(string? Purpose, IReadOnlyList<string> Limits, int? Depth)
    {
        public static MandateText Of(Mandate mandate) => new(mandate.Purpose, [.. mandate.Limits.Select(l => l.ToString())], mandate.Depth);
    }

    private sealed class MandateRow
    {
        public const string Columns = "SELECT id, parent, agent, account, txn, terms, created, expires, ended FROM mandates";

        public required string Id { get; init; }
        public string? Parent { get; init; }
        public required string Agent { get; init; }
        public string? Account { get; init; }
        public required string Txn { get; init; }
        public required string Terms { get; init; }
        public long Created { get; init; }
        public long Expires { get; init; }
        public long? Ended { get; init; }

        public MandateRecord ToRecord()
        {
            var terms = JsonSerializer.Deserialize<MandateText>(Terms, EventFacts.Options)!;
            var mandate = new Mandate
            {
                Id = Id,
                Purpose = terms.Purpose,
                Limits = [.. terms.Limits.Select(l => BudgetAmount.Parse(l)!.Value)],
                Depth = terms.Depth,
                Until = SqliteTime.FromMicroseconds(Expires),
            };
            return new MandateRecord(
                mandate, Parent, Agent, Account, Txn, SqliteTime.FromMicroseconds(Created), Ended is { } ended ? SqliteTime.FromMicroseconds(ended) : null);
        }
    }
}
