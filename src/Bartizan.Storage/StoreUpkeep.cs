using Bartizan.Storage.Exchanges;
using Bartizan.Storage.Masking;
using Bartizan.Storage.Sensitivities;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage;

/// <summary>What a store does beside its callers' work: views, checkpoints, the WAL file, other processes' writes. Twice a second, only where something changed.</summary>
internal sealed class StoreUpkeep : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    // Sessions end by the clock, whether or not anything changes.
    private static readonly TimeSpan PurgePeriod = TimeSpan.FromMinutes(1);

    // Between two batches of views: requests that share the processor wait for one batch at most, not for all of them.
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(8);

    // Further behind than this, catching up goes before courtesy.
    private const long Behind = 4_096;

    private readonly StoreWriter _writer;
    private readonly ExchangeProjector _projector;
    private readonly SqliteMaskingStore _masking;
    private readonly SqliteSensitivityStore _sensitivities;
    private readonly SqliteConnection _connection;
    private readonly StoreOptions _options;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _projecting = new(1);
    private readonly Task _loop;
    private readonly Statement _version;
    private long _checkpointedAt;
    private long? _purgedAt;
    private long _flushedSize;
    private long _seenVersion;

    /// <summary>Starts, if the store serves its folder; the connection is for the WAL file's checkpoints.</summary>
    public StoreUpkeep(
        StoreWriter writer,
        ExchangeProjector projector,
        SqliteMaskingStore masking,
        SqliteSensitivityStore sensitivities,
        SqliteConnection connection,
        StoreOptions options,
        TimeProvider clock)
    {
        (_writer, _projector, _masking, _sensitivities, _connection, _options, _clock) = (writer, projector, masking, sensitivities, connection, options, clock);
        _checkpointedAt = clock.GetTimestamp();
        _version = new Statement(connection, "PRAGMA data_version");
        _loop = options.Serve ? Task.Run(RunAsync) : Task.CompletedTask;
    }

    /// <summary>Takes the log into the views.</summary>
    public Task<long> ProjectAsync(CancellationToken cancellationToken) => ProjectAsync(static () => Task.CompletedTask, cancellationToken);

    private async Task<long> ProjectAsync(Func<Task> breathe, CancellationToken cancellationToken)
    {
        await _projecting.WaitAsync(cancellationToken);
        try
        {
            return await _projector.CatchUpAsync(breathe, cancellationToken);
        }
        finally
        {
            _projecting.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        if (_options.Serve)
        {
            await _writer.CheckpointAsync(CancellationToken.None);
        }

        _version.Dispose();
        _stop.Dispose();
        _projecting.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Period, _clock);
        try
        {
            do
            {
                await PurgeWhenDueAsync();
                await OnceAsync();
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task OnceAsync()
    {
        // Any commit, ours or another process's, moves SQLite's data_version on this third connection.
        if (_version.Scalar() is not { } version || version == _seenVersion)
        {
            return;
        }

        try
        {
            var size = await _writer.SynchroniseAsync(_stop.Token);
            await CheckpointWhenDueAsync();
            await ProjectAsync(() => BreatheAsync(size), _stop.Token);
            if (size != _flushedSize)
            {
                // PASSIVE moves pages from the WAL into the file without holding up writer or readers.
                _connection.Run("PRAGMA wal_checkpoint(PASSIVE)");
                _flushedSize = size;
            }

            var (total, covered) = _writer.Head;
            _seenVersion = total == covered ? version : 0;
        }
        catch (SqliteException)
        {
            // A full disk or a busy file: appends report it to their callers; upkeep tries again at its next turn.
        }
    }

    private async Task BreatheAsync(long size)
    {
        if (size - _projector.Position < Behind)
        {
            await Task.Delay(Breath, _clock, _stop.Token);
        }
    }

    private async Task PurgeWhenDueAsync()
    {
        if (_purgedAt is { } purged && _clock.GetElapsedTime(purged) < PurgePeriod)
        {
            return;
        }

        try
        {
            await _masking.PurgeAsync(_stop.Token);
            await _sensitivities.PurgeAsync(_stop.Token);
            _purgedAt = _clock.GetTimestamp();
        }
        catch (SqliteException)
        {
            // As below: sessions that have ended are not given out meanwhile.
        }
    }

    private async Task CheckpointWhenDueAsync()
    {
        if (_clock.GetElapsedTime(_checkpointedAt) >= _options.CheckpointInterval)
        {
            await _writer.CheckpointAsync(_stop.Token);
            _checkpointedAt = _clock.GetTimestamp();
        }
    }
}
