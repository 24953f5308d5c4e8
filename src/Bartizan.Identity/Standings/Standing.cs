using System.Collections.Immutable;
using Bartizan.Core.Identity;
using Bartizan.Core.KillSwitches;
using Bartizan.Identity.Agents;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Snapshots;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bartizan.Identity.Standings;

/// <summary>
/// Follows everything in the store that can end authority. Ten times a second it asks whether anything changed; if so, what keys and tokens are checked by
/// is read anew, open exchanges are ended, and only then does the store learn that the change is followed: that is its acknowledgement.
/// </summary>
internal sealed partial class Standing : BackgroundService, IStanding
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromMilliseconds(100);

    private readonly SnapshotKeeper<KillSwitchSet> _switches;
    private readonly IStandingStore _store;
    private readonly AgentAuthenticator _agents;
    private readonly IdentityDirectory? _directory;
    private readonly TimeProvider _clock;
    private readonly ILogger<Standing> _log;
    private ImmutableList<Action> _onChange = [];
    private long _followed;

    public Standing(IStandingStore store, AgentAuthenticator agents, TimeProvider clock, ILogger<Standing> log, IdentityDirectory? directory = null)
    {
        (_store, _agents, _directory, _clock, _log) = (store, agents, directory, clock, log);
        _switches = new(KillSwitchSet.None, store.VersionAsync, async token => new KillSwitchSet(await store.ListAsync(token)), clock, LogFailed);
    }

    /// <inheritdoc/>
    public KillSwitchSet KillSwitches => _switches.Latest;

    /// <inheritdoc/>
    public bool Stands(Principal principal)
    {
        if (!_agents.Works(principal.AgentId))
        {
            return false;
        }

        if (principal.Token is not { } token)
        {
            return true;
        }

        var known = _directory?.Current;
        return known is not null && !known.IsRevoked(token.Id) && !token.Parents.Any(known.IsRevoked) && token.ActsFor.All(a => _agents.Works(a.AgentId));
    }

    /// <inheritdoc/>
    public IDisposable OnChange(Action act)
    {
        ImmutableInterlocked.Update(ref _onChange, static (all, one) => all.Add(one), act);
        return new Watch(() => ImmutableInterlocked.Update(ref _onChange, static (all, one) => all.Remove(one), act));
    }

    /// <summary>Follows what changed since it was asked last.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        await _switches.RefreshAsync(cancellationToken);
        var version = _switches.Version;
        if (version == _followed)
        {
            return;
        }

        await _agents.RefreshAsync(cancellationToken);
        if (_directory is not null)
        {
            await _directory.RefreshAsync(cancellationToken);
        }

        foreach (var act in _onChange)
        {
            act();
        }

        await _store.FollowAsync(version, cancellationToken);
        _followed = version;
    }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await FollowAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _switches.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(CheckEvery, _clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await FollowAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(failure);
            }
        }
    }

    private sealed class Watch(Action end) : IDisposable
    {
        public void Dispose() => end();
    }

    [LoggerMessage(2012, LogLevel.Error, "Revocations and kill switches could not be read from the store; nobody is let in once that lasts 10 seconds.")]
    private partial void LogFailed(Exception failure);
}
