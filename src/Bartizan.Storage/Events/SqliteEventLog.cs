using Bartizan.Core.Events;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Events;

/// <summary>The event log in the store's SQLite file.</summary>
internal sealed class SqliteEventLog(StoreWriter writer, Database database, EventFanOut fanOut) : IEventLog
{
    /// <inheritdoc/>
    public ValueTask<long> AppendAsync(EventRecord record, CancellationToken cancellationToken)
    {
        // Once queued it will be stored, so only the way in can be cancelled.
        cancellationToken.ThrowIfCancellationRequested();
        return writer.AppendAsync(record);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredEvent>> ReadAsync(long after, int max, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        return new(EventRows.Read(lease.Connection, after, max));
    }

    /// <inheritdoc/>
    public ValueTask<long> HeadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        return new(lease.Connection.ExecuteScalar<long?>("SELECT max(position) FROM events") ?? 0);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredEvent> FollowAsync(int buffer, CancellationToken cancellationToken) => fanOut.Follow(buffer, cancellationToken);
}
