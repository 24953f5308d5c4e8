using System.Collections.Concurrent;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Text;
using Bartizan.Identity.Snapshots;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bartizan.Identity.Agents;

/// <summary>
/// Authenticates agent keys against a snapshot in memory. The snapshot is checked twice a second, so a revoked key stops within a second,
/// and so does the key of an agent that is suspended; when it cannot be checked for ten seconds, nobody is let in any more.
/// </summary>
public sealed partial class AgentAuthenticator : BackgroundService, IAuthenticator
{
    private readonly SnapshotKeeper<AgentSnapshot> _agents;
    private readonly ConcurrentDictionary<string, SuspensionCause> _told = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;
    private readonly ILogger<AgentAuthenticator> _log;

    /// <summary>Creates one that knows nobody until it is started.</summary>
    public AgentAuthenticator(IAgentStore store, TimeProvider clock, ILogger<AgentAuthenticator> log)
    {
        _log = log;
        _clock = clock;
        _agents = new(AgentSnapshot.Empty, store.VersionAsync, async token => new AgentSnapshot(await store.ListAsync(token)), clock, LogRefreshFailed);
    }

    /// <inheritdoc/>
    public ValueTask<Principal?> AuthenticateAsync(string key, CancellationToken cancellationToken)
    {
        if (AgentKey.Read(key) != AgentKeyForm.WellFormed)
        {
            return default;
        }

        var agent = _agents.Latest.Find(key, out var isKnownId);
        return isKnownId && _agents.IsFresh
            ? new(agent?.WorkingAt(_clock.GetUtcNow()))
            : AfterRefreshAsync(key, isAccessKey: false, cancellationToken);
    }

    /// <summary>The agent to whom an access key id was issued, or null. Who it is, is proven by a signature and not here.</summary>
    public ValueTask<Principal?> FindByAccessKeyAsync(string accessKeyId, CancellationToken cancellationToken)
    {
        if (!AccessKeyId.IsWellFormed(accessKeyId))
        {
            return default;
        }

        var agent = _agents.Latest.FindByAccessKey(accessKeyId);
        return agent is not null && _agents.IsFresh
            ? new(agent.WorkingAt(_clock.GetUtcNow()))
            : AfterRefreshAsync(accessKeyId, isAccessKey: true, cancellationToken);
    }

    /// <summary>Whether an agent works, by its id, as far as is known now.</summary>
    public bool Works(string id) => _agents.Latest.Works(id, _clock.GetUtcNow());

    /// <inheritdoc/>
    public SuspendedAgent? FindSuspended(string key) =>
        AgentKey.Read(key) == AgentKeyForm.WellFormed ? Told(_agents.Latest.Find(key, out _)?.SuspendedAt(_clock.GetUtcNow())) : null;

    /// <summary>The suspended agent to whom an access key id was issued, or null.</summary>
    public SuspendedAgent? FindSuspendedByAccessKey(string accessKeyId) => Told(_agents.Latest.FindByAccessKey(accessKeyId)?.SuspendedAt(_clock.GetUtcNow()));

    /// <summary>Asks the store whether agents changed, and swaps the snapshot if so.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => _agents.RefreshAsync(cancellationToken);

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
        _agents.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _agents.RunAsync(stoppingToken);

    private async ValueTask<Principal?> AfterRefreshAsync(string key, bool isAccessKey, CancellationToken cancellationToken)
    {
        await (_agents.IsFresh ? _agents.AskForMiss().WaitAsync(cancellationToken) : _agents.TryRefreshAsync(cancellationToken));
        var snapshot = _agents.Latest;
        var agent = !_agents.IsFresh ? null : isAccessKey ? snapshot.FindByAccessKey(key) : snapshot.Find(key, out _);
        return agent?.WorkingAt(_clock.GetUtcNow());
    }

    // Once for each agent and cause, however often it tries.
    private SuspendedAgent? Told(SuspendedAgent? agent)
    {
        if (agent is not null && (!_told.TryGetValue(agent.Principal.AgentId, out var cause) || cause != agent.Cause))
        {
            _told[agent.Principal.AgentId] = agent.Cause;
            LogSuspended(agent.Principal.AgentId, VisibleText.Of(agent.Principal.Name), VisibleText.Of(agent.Reason));
        }

        return agent;
    }

    [LoggerMessage(2002, LogLevel.Warning, "Agent {AgentId} ('{Name}') is refused, because it is suspended: {Reason}.")]
    private partial void LogSuspended(string agentId, string name, string reason);

    [LoggerMessage(2001, LogLevel.Error, "Agents could not be read from the store; keys keep working for at most 10 seconds more.")]
    private partial void LogRefreshFailed(Exception failure);
}
