using Bartizan.Core.Identity;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bartizan.Identity.Directories;

/// <summary>
/// Keeps a snapshot of agents, clients, keys and revocations. It is checked twice a second, so that a revocation counts on every gateway of the folder
/// within a second; when it cannot be checked for ten seconds, no token counts any more.
/// </summary>
internal sealed partial class IdentityDirectory(IIdentityStore store, IAgentStore agents, TimeProvider clock, ILogger<IdentityDirectory> log) : BackgroundService
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MissEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _refreshing = new(1);
    private IdentitySnapshot _snapshot = IdentitySnapshot.Empty;
    private long _checkedAt;
    private long _missedAt;

    /// <summary>The snapshot in force; one that knows nobody when the store could not be asked for too long.</summary>
    public IdentitySnapshot Current =>
        _checkedAt != 0 && clock.GetElapsedTime(Volatile.Read(ref _checkedAt)) <= MaxAge ? Volatile.Read(ref _snapshot) : IdentitySnapshot.Empty;

    /// <summary>A client, asking the store when it is not known yet, but not more than ten times a second.</summary>
    public async ValueTask<ClientEntry?> FindClientAsync(string id, CancellationToken cancellationToken)
    {
        if (Current.Client(id) is { } known)
        {
            return known;
        }

        if (MayAskForMiss())
        {
            await TryRefreshAsync(cancellationToken);
        }

        return Current.Client(id);
    }

    /// <summary>Asks the store whether anything changed, and swaps the snapshot if so.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            var asked = clock.GetTimestamp();
            // The version is read before the rest: a change in between is seen again at the next check, never lost.
            var version = await store.VersionAsync(cancellationToken);
            if (version != _snapshot.Version)
            {
                Volatile.Write(ref _snapshot, new IdentitySnapshot(
                    version,
                    await agents.ListAsync(cancellationToken),
                    await store.ClientsAsync(cancellationToken),
                    await store.KeysAsync(cancellationToken),
                    await store.RevokedAsync(clock.GetUtcNow(), cancellationToken)));
            }

            Volatile.Write(ref _checkedAt, asked);
        }
        finally
        {
            _refreshing.Release();
        }
    }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _refreshing.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(CheckEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryRefreshAsync(stoppingToken);
        }
    }

    private bool MayAskForMiss()
    {
        var last = Volatile.Read(ref _missedAt);
        var now = clock.GetTimestamp();
        return (last == 0 || clock.GetElapsedTime(last, now) >= MissEvery) && Interlocked.CompareExchange(ref _missedAt, now, last) == last;
    }

    private async Task TryRefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RefreshAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogRefreshFailed(failure);
        }
    }

    [LoggerMessage(2011, LogLevel.Error, "What tokens are checked by could not be read from the store; they keep working for at most 10 seconds more.")]
    private partial void LogRefreshFailed(Exception failure);
}
