using Bartizan.Core.Identity;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bartizan.Identity.Agents;

/// <summary>
/// Authenticates agent keys against a snapshot in memory. The snapshot is checked twice a second, so a revoked key stops within a second;
/// when it cannot be checked for ten seconds, nobody is let in any more.
/// </summary>
public sealed partial class AgentAuthenticator(IAgentStore store, TimeProvider clock, ILogger<AgentAuthenticator> log) : BackgroundService, IAuthenticator
{
    /// <summary>How often the store is asked whether agents changed.</summary>
    public static readonly TimeSpan CheckEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>An unknown key id asks the store at once, but not more often than this, however many such keys arrive.</summary>
    public static readonly TimeSpan MissEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>How old a snapshot may be before it lets nobody in.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _refreshing = new(1);
    private AgentSnapshot _snapshot = AgentSnapshot.Empty;
    private long _checkedAt;
    private long _missedAt;

    /// <inheritdoc/>
    public ValueTask<Principal?> AuthenticateAsync(string key, CancellationToken cancellationToken)
    {
        if (AgentKey.Read(key) != AgentKeyForm.WellFormed)
        {
            return default;
        }

        var principal = Volatile.Read(ref _snapshot).Find(key, out var isKnownId);
        if (IsFresh && (principal is not null || isKnownId || !MayAskForMiss()))
        {
            return new(principal);
        }

        return AfterRefreshAsync(key, isAccessKey: false, cancellationToken);
    }

    /// <summary>The agent to whom an access key id was issued, or null. Who it is, is proven by a signature and not here.</summary>
    public ValueTask<Principal?> FindByAccessKeyAsync(string accessKeyId, CancellationToken cancellationToken)
    {
        if (!AccessKeyId.IsWellFormed(accessKeyId))
        {
            return default;
        }

        var principal = Volatile.Read(ref _snapshot).FindByAccessKey(accessKeyId);
        return IsFresh && (principal is not null || !MayAskForMiss()) ? new(principal) : AfterRefreshAsync(accessKeyId, isAccessKey: true, cancellationToken);
    }

    /// <summary>Asks the store whether agents changed, and swaps the snapshot if so.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            var asked = clock.GetTimestamp();
            // The version is read before the agents: a change in between is seen again at the next check, never lost.
            var version = await store.VersionAsync(cancellationToken);
            if (version != _snapshot.Version)
            {
                Volatile.Write(ref _snapshot, new AgentSnapshot(version, await store.ListAsync(cancellationToken)));
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

    private bool IsFresh => _checkedAt != 0 && clock.GetElapsedTime(Volatile.Read(ref _checkedAt)) <= MaxAge;

    private bool MayAskForMiss()
    {
        var last = Volatile.Read(ref _missedAt);
        var now = clock.GetTimestamp();
        return (last == 0 || clock.GetElapsedTime(last, now) >= MissEvery) && Interlocked.CompareExchange(ref _missedAt, now, last) == last;
    }

    private async ValueTask<Principal?> AfterRefreshAsync(string key, bool isAccessKey, CancellationToken cancellationToken)
    {
        await TryRefreshAsync(cancellationToken);
        var snapshot = Volatile.Read(ref _snapshot);
        return !IsFresh ? null : isAccessKey ? snapshot.FindByAccessKey(key) : snapshot.Find(key, out _);
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

    [LoggerMessage(2001, LogLevel.Error, "Agents could not be read from the store; keys keep working for at most 10 seconds more.")]
    private partial void LogRefreshFailed(Exception failure);
}
