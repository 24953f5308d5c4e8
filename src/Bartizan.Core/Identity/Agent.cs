using Bartizan.Core.Identity.Registry;

namespace Bartizan.Core.Identity;

/// <summary>An agent as registered: who it is, who answers for it, and the hash of its key.</summary>
public sealed record Agent
{
    /// <summary>Id, prefix <c>agt</c>.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Owner { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>When its key was revoked, or null while it works.</summary>
    public DateTimeOffset? Revoked { get; init; }

    /// <summary>The public part of the key by which it is looked up; not secret.</summary>
    public required string KeyId { get; init; }

    /// <summary>SHA-256 of the key's secret part. The secret has 256 random bits, so a slow hash would add nothing.</summary>
    public required byte[] KeyHash { get; init; }

    /// <summary>The public half of the key pair with which it may sign requests instead; null when none was issued.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>Free labels that policies may test.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The newest version of its blueprint; null when it has none.</summary>
    public Blueprint? Blueprint { get; init; }

    /// <summary>What stands against its working, beside being revoked.</summary>
    public AgentStanding Standing { get; init; } = AgentStanding.Clear;

    /// <summary>What it is at this time.</summary>
    public AgentState StateAt(DateTimeOffset now) =>
        Revoked is not null ? AgentState.Revoked : Standing.WorksAt(now) ? AgentState.Working : AgentState.Suspended;

    /// <summary>Who it is when it acts.</summary>
    public Principal ToPrincipal() => new(Id, Name, Owner, Tags) { Blueprint = Blueprint };
}

/// <summary>Keeps agents. Names are unique among agents that are not revoked.</summary>
public interface IAgentStore
{
    /// <summary>Adds an agent; false when an unrevoked one has that name, or its blueprint is retired.</summary>
    ValueTask<bool> AddAsync(Agent agent, CancellationToken cancellationToken);

    ValueTask<Agent?> FindByKeyIdAsync(string keyId, CancellationToken cancellationToken);

    ValueTask<Agent?> FindAsync(string idOrName, CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<Agent>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Marks an agent's key as revoked; false when there is no such unrevoked agent.</summary>
    ValueTask<bool> RevokeAsync(string id, DateTimeOffset when, CancellationToken cancellationToken);

    /// <summary>Gives an agent an access key id in place of the one it had; false when there is no such unrevoked agent.</summary>
    ValueTask<bool> SetAccessKeyAsync(string id, string accessKeyId, DateTimeOffset when, CancellationToken cancellationToken);

    /// <summary>A number that changes when any agent changed, also by another process; cheap enough to ask every second.</summary>
    ValueTask<long> VersionAsync(CancellationToken cancellationToken);
}
