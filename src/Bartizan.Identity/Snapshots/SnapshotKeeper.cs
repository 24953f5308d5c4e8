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
    /// Asks the store at once for what the snapshot does not know, at most ten times a second, however many ask; whoever comes while it is asked waits for the
    /// same answer. Nothing is done where it was asked just before.
    /// </summary>
    public Task AskForMiss()
    {
        lock (_missing)
        {
            if (_asking.IsCompleted)
            {
                var now = clock.GetTimestamp();
                if (_missedAt != 0 && clock.GetElapsedTime(_missedAt, now) < SnapshotTimes.MissEvery)
                {
                    return Task.CompletedTask;
                }

                _missedAt = now;
                _asking = Task.Run(() => TryRefreshAsync(CancellationToken.None));
            }

            return _asking;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _refreshing.Dispose();
}
