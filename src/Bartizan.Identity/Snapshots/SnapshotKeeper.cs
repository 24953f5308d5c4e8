namespace Bartizan.Identity.Snapshots;

/// <summary>
/// Keeps an immutable snapshot of what the store holds. It is checked twice a second, so that a revocation counts on every gateway of the folder within a
/// second; when it cannot be checked for ten seconds, it is no longer fresh and lets nobody in.
/// </summary>
/// <param name="empty">The snapshot until the first was read.</param>
/// <param name="versionAsync">The store's version, cheap to ask.</param>
/// <param name="readAsync">Reads a snapshot.</param>
/// <param name="clock">What time it is.</param>
/// <param name="failed">Told when the store cannot be asked.</param>
internal sealed class SnapshotKeeper<T>(
    T empty, Func<CancellationToken, ValueTask<long>> versionAsync, Func<CancellationToken, ValueTask<T>> readAsync, TimeProvider clock, Action<Exception> failed) : IDisposable
    where T : class
{
    private readonly SemaphoreSlim _refreshing = new(1);
    private T _latest = empty;
    private long _version;
    private long _checkedAt;
    private readonly Lock _missing = new();
    private long _missedAt;
    private bool _isToAsk;
    private Task _asking = Task.CompletedTask;

    /// <summary>The latest snapshot, however old.</summary>
    public T Latest => Volatile.Read(ref _latest);

    /// <summary>The store's version that it shows, or an earlier one.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Whether it was checked lately enough.</summary>
    public bool IsFresh => _checkedAt != 0 && clock.GetElapsedTime(Volatile.Read(ref _checkedAt)) <= SnapshotTimes.MaxAge;

    /// <summary>Asks the store whether anything changed, and swaps the snapshot if so.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            var asked = clock.GetTimestamp();
            // The version is read before the rest: a change in between is seen again at the next check, never lost.
            var version = await versionAsync(cancellationToken);
            if (version != _version)
            {
                Volatile.Write(ref _latest, await readAsync(cancellationToken));
                Volatile.Write(ref _version, version);
            }

            Volatile.Write(ref _checkedAt, asked);
        }
        finally
        {
            _refreshing.Release();
        }
    }

    /// <summary>The same, telling of a failure and going on.</summary>
    public async Task TryRefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RefreshAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            failed(failure);
        }
    }

    /// <summary>Checks until told to stop.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SnapshotTimes.CheckEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryRefreshAsync(stoppingToken);
        }
    }

    /// <summary>
    /// Asks the store for what the snapshot does not know: at once, or when it was asked less than a tenth of a second ago, as soon as that is over, however many
    /// ask. Everybody waits for a question that is put after they came, since one already under way may have been answered before what they know was written.
    /// </summary>
    public Task AskForMiss()
    {
        lock (_missing)
        {
            if (!_isToAsk)
            {
                _isToAsk = true;
                _asking = Task.Run(AskAsync);
            }

            return _asking;
        }
    }

    private async Task AskAsync()
    {
        if (_missedAt != 0 && SnapshotTimes.MissEvery - clock.GetElapsedTime(_missedAt) is { Ticks: > 0 } early)
        {
            await Task.Delay(early, clock);
        }

        lock (_missing)
        {
            (_isToAsk, _missedAt) = (false, clock.GetTimestamp());
        }

        await TryRefreshAsync(CancellationToken.None);
    }

    /// <inheritdoc/>
    public void Dispose() => _refreshing.Dispose();
}
