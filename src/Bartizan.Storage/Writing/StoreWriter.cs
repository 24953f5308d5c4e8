using System.Threading.Channels;
using Bartizan.Core.Events;
using Bartizan.Core.Histories;
using Bartizan.Storage.Events;
using Bartizan.Storage.Histories;
using Bartizan.Storage.Ledgers;
using Bartizan.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Writing;

/// <summary>
/// The one writer of the store: takes everything that waits, commits it in one transaction, then answers all of it.
/// There is no artificial delay: while one batch commits, the next gathers.
/// </summary>
internal sealed class StoreWriter : IAsyncDisposable
{
    private const int MaxBatch = 1_024;

    private readonly Channel<WriteItem> _queue = Channel.CreateUnbounded<WriteItem>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SqliteConnection _connection;
    private readonly StoreOptions _options;
    private readonly EventFanOut _fanOut;
    private readonly LedgerAppender _ledger;
    private readonly EventAppender _events;
    private readonly HistoryAppender _histories;
    private readonly WriteScope _scope;
    private readonly Statement _begin, _commit, _dataVersion;
    private readonly Task _loop;
    private long _seenVersion = -1;
    private bool _isHeadKnown;

    /// <summary>Takes over a writing connection and starts.</summary>
    public StoreWriter(SqliteConnection connection, CheckpointSigner signer, EventFanOut fanOut, StoreOptions options)
    {
        (_connection, _fanOut, _options) = (connection, fanOut, options);
        _ledger = new LedgerAppender(connection, signer);
        _events = new EventAppender(connection, _ledger);
        _histories = new HistoryAppender(connection);
        _scope = new WriteScope(connection, _events, _ledger, _histories, fanOut);
        _begin = new Statement(connection, "BEGIN IMMEDIATE");
        _commit = new Statement(connection, "COMMIT");
        _dataVersion = new Statement(connection, "PRAGMA data_version");
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Entries of the ledger after the last commit, and how many of them a checkpoint covers.</summary>
    public (long Size, long CheckpointSize) Head { get; private set; }

    /// <summary>Appends an event; completes when it and its ledger entry are durable.</summary>
    public ValueTask<long> AppendAsync(EventRecord record)
    {
        EventAppender.Validate(record);
        var item = AppendItem.Rent(record);
        Enqueue(item);
        return item.Result;
    }

    /// <summary>Writes rows of histories; completes when they are durable.</summary>
    public Task PutAsync(IReadOnlyList<HistoryRow> rows)
    {
        var item = new HistoryItem(rows);
        Enqueue(item);
        return item.Result;
    }

    /// <summary>Runs several statements, and the events that tell of them, as one change.</summary>
    public async ValueTask<T> RunAsync<T>(Func<WriteScope, T> work, CancellationToken cancellationToken)
    {
        // Once queued it is done: a caller who stops waiting must not leave the answer in doubt.
        cancellationToken.ThrowIfCancellationRequested();
        var item = new WorkItem<T>(work);
        Enqueue(item);
        return await item.Result;
    }

    /// <summary>Signs a checkpoint over everything so far, unless one covers it; also takes notice of what other processes wrote.</summary>
    public ValueTask<long> CheckpointAsync(CancellationToken cancellationToken) => RunAsync(
        scope =>
        {
            scope.Ledger.Checkpoint();
            return scope.Ledger.CheckpointSize;
        },
        cancellationToken);

    /// <summary>Takes notice of what other processes wrote, and tells followers.</summary>
    public ValueTask<long> SynchroniseAsync(CancellationToken cancellationToken) => RunAsync(scope => scope.Ledger.Size, cancellationToken);

    /// <summary>Finishes what waits, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        foreach (IDisposable part in new IDisposable[] { _begin, _commit, _dataVersion, _events, _histories, _ledger, _connection })
        {
            part.Dispose();
        }
    }

    private void Enqueue(WriteItem item)
    {
        if (!_queue.Writer.TryWrite(item))
        {
            item.Fail(new ObjectDisposedException(nameof(BartizanStore)));
        }
    }

    private async Task RunAsync()
    {
        var batch = new List<WriteItem>(MaxBatch);
        while (await _queue.Reader.WaitToReadAsync())
        {
            // What is ready to run runs first, and joins the batch: a transaction costs more than what it holds.
            await Task.Yield();
            while (batch.Count < MaxBatch && _queue.Reader.TryRead(out var item))
            {
                batch.Add(item);
            }

            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<WriteItem> batch)
    {
        try
        {
            _begin.Execute();
            Synchronise();
            foreach (var item in batch)
            {
                item.Execute(_scope);
            }

            if (_ledger.Size - _ledger.CheckpointSize >= _options.CheckpointEntries)
            {
                _ledger.Checkpoint();
            }

            _commit.Execute();
        }
        catch (Exception failure)
        {
            Abandon(batch, failure);
            return;
        }

        Head = (_ledger.Size, _ledger.CheckpointSize);
        foreach (var item in batch)
        {
            item.Complete();
        }

        foreach (var stored in _scope.Appended)
        {
            _fanOut.Publish(stored);
        }

        _scope.Clear();
    }

    // Another process may have appended since our last commit: SQLite's data_version tells, and then the head is read anew,
    // inside the transaction that is about to build on it.
    private void Synchronise()
    {
        var version = _dataVersion.Scalar()!.Value;
        if (_isHeadKnown && version == _seenVersion)
        {
            return;
        }

        var (wasKnown, known) = (_isHeadKnown, _ledger.Size);
        _ledger.Reload();
        (_isHeadKnown, _seenVersion) = (true, version);
        if (wasKnown && _fanOut.HasListeners)
        {
            foreach (var stored in EventRows.Read(_connection, known, int.MaxValue))
            {
                _fanOut.Publish(stored);
            }
        }
    }

    private void Abandon(List<WriteItem> batch, Exception failure)
    {
        _isHeadKnown = false;
        _scope.Clear();
        try
        {
            _connection.Run("ROLLBACK");
        }
        catch (SqliteException)
        {
            // There was no transaction: BEGIN itself failed, or SQLite has rolled back by itself.
        }

        foreach (var item in batch)
        {
            item.Fail(failure);
        }
    }
}
