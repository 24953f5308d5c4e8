using Bartizan.Core.Identity;

namespace Bartizan.Identity.Tests.Agents;

/// <summary>An agent store in memory that counts what it is asked and can fail.</summary>
internal sealed class MemoryAgentStore : IAgentStore
{
    private readonly Dictionary<string, Agent> _agents = [];
    private long _version = 1;

    public int VersionQuestions { get; private set; }

    public bool IsBroken { get; set; }

    /// <summary>What it waits for before it answers.</summary>
    public Task Busy { get; set; } = Task.CompletedTask;

    public ValueTask<bool> AddAsync(Agent agent, CancellationToken cancellationToken)
    {
        if (_agents.Values.Any(a => a.Revoked is null && a.Name == agent.Name))
        {
            return new(false);
        }

        _agents.Add(agent.Id, agent);
        _version++;
        return new(true);
    }

    public ValueTask<Agent?> FindByKeyIdAsync(string keyId, CancellationToken cancellationToken) => new(_agents.Values.SingleOrDefault(a => a.KeyId == keyId));

    public ValueTask<Agent?> FindAsync(string idOrName, CancellationToken cancellationToken) =>
        new(_agents.Values.OrderBy(a => a.Revoked is not null).FirstOrDefault(a => a.Id == idOrName || a.Name == idOrName));

    public ValueTask<IReadOnlyList<Agent>> ListAsync(CancellationToken cancellationToken) => new(_agents.Values.ToList());

    public ValueTask<bool> RevokeAsync(string id, DateTimeOffset when, CancellationToken cancellationToken)
    {
        _agents[id] = _agents[id] with { Revoked = when };
        _version++;
        return new(true);
    }

    public ValueTask<bool> SetAccessKeyAsync(string id, string accessKeyId, DateTimeOffset when, CancellationToken cancellationToken)
    {
        _agents[id] = _agents[id] with { AccessKeyId = accessKeyId };
        _version++;
        return new(true);
    }

    /// <summary>Changes an agent as the registry would.</summary>
    public void Change(string id, Func<Agent, Agent> change)
    {
        _agents[id] = change(_agents[id]);
        _version++;
    }

    public async ValueTask<long> VersionAsync(CancellationToken cancellationToken)
    {
        VersionQuestions++;
        await Busy;
        return IsBroken ? throw new IOException("the disk is gone") : _version;
    }
}
