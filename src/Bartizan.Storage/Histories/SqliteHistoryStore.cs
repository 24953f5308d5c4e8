using Bartizan.Core.Histories;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Histories;

/// <summary>Histories in the store's SQLite file. They are no events of the log: an exchange's own record tells its decisions, with their reasons.</summary>
internal sealed class SqliteHistoryStore(StoreWriter writer, Database database) : IHistoryStore
{
    // Deleted at once: others wait for the writer meanwhile.
    private const int AtOnce = 5_000;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<HistoryRow>> LoadAsync(string principal, int most, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        var rows = lease.Connection.Query<HistoryRow>(
            """
            SELECT principal AS Principal, at AS At, agent AS Agent, action AS Action, resource AS Resource, outcome AS Outcome, labels AS Labels,
              sensitivity AS Sensitivity, arguments AS Arguments, tokens AS Tokens, numbers AS Numbers
            FROM history_events WHERE principal = @principal ORDER BY at DESC LIMIT @most
            """,
            new { principal, most }).AsList();
        rows.Reverse();
        return new(rows);
    }

    /// <inheritdoc/>
    public ValueTask SaveAsync(IReadOnlyList<HistoryRow> rows, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(writer.PutAsync(rows));
    }

    /// <inheritdoc/>
    public async ValueTask<int> ForgetAsync(long before, CancellationToken cancellationToken) => await OldestAsync(cancellationToken) < before
        ? await writer.RunAsync(
            scope => scope.Connection.Execute(
                "DELETE FROM history_events WHERE (principal, at) IN (SELECT principal, at FROM history_events WHERE at < @before LIMIT @AtOnce)",
                new { before, AtOnce }),
            cancellationToken)
        : 0;

    /// <inheritdoc/>
    public ValueTask<long?> OldestAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        return new(lease.Connection.ExecuteScalar<long?>("SELECT min(at) FROM history_events"));
    }
}
