using System.Collections.Frozen;
using System.Security.Cryptography;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;

namespace Bartizan.Identity.Agents;

/// <summary>All agents that are not revoked, by key id, with what stands against their working: immutable, swapped whole, read by every request without a lock.</summary>
internal sealed class AgentSnapshot
{
    /// <summary>Knows nobody.</summary>
    public static readonly AgentSnapshot Empty = new([]);

    private static readonly byte[] NoHash = new byte[SHA256.HashSizeInBytes];

    private readonly FrozenDictionary<string, Known> _agents;
    private readonly FrozenDictionary<string, Known> _byAccessKey;
    private readonly FrozenDictionary<string, Known>.AlternateLookup<ReadOnlySpan<char>> _byKeyId;
    private readonly FrozenDictionary<string, Known> _byId;

    /// <summary>Compiles the agents of the store.</summary>
    public AgentSnapshot(IReadOnlyList<Agent> agents)
    {
        _agents = agents
            .Where(a => a.Revoked is null && a.KeyHash.Length == NoHash.Length)
            .ToFrozenDictionary(a => a.KeyId, Known.Of, StringComparer.Ordinal);
        _byAccessKey = agents
            .Where(a => a.Revoked is null && a.AccessKeyId is not null)
            .ToFrozenDictionary(a => a.AccessKeyId!, Known.Of, StringComparer.Ordinal);
        _byKeyId = _agents.GetAlternateLookup<ReadOnlySpan<char>>();
        _byId = _agents.Values.ToFrozenDictionary(k => k.Principal.AgentId, StringComparer.Ordinal);
    }

    /// <summary>Whether an agent may work at this time, by its id.</summary>
    public bool Works(string id, DateTimeOffset now) => _byId.TryGetValue(id, out var known) && known.Standing.WorksAt(now);

    /// <summary>Finds the agent of a well-formed key. The same work is done whether the key id is unknown or the secret is wrong.</summary>
    /// <param name="key">A well-formed key.</param>
    /// <param name="isKnownId">Whether there is an agent with this key id.</param>
    public Known? Find(ReadOnlySpan<char> key, out bool isKnownId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        AgentKey.Hash(key, hash);
        isKnownId = _byKeyId.TryGetValue(AgentKey.KeyId(key), out var known);
        var isRight = CryptographicOperations.FixedTimeEquals(hash, isKnownId ? known!.Hash : NoHash);
        return isKnownId & isRight ? known : null;
    }

    /// <summary>Finds the agent to whom an access key id was issued.</summary>
    public Known? FindByAccessKey(string accessKeyId) => _byAccessKey.GetValueOrDefault(accessKeyId);

    /// <summary>An agent that is not revoked.</summary>
    /// <param name="Hash">Hash of its key.</param>
    /// <param name="Principal">Who it is.</param>
    /// <param name="Standing">What stands against its working.</param>
    internal sealed record Known(byte[] Hash, Principal Principal, AgentStanding Standing)
    {
        /// <summary>Of the store's.</summary>
        public static Known Of(Agent agent) => new(agent.KeyHash, agent.ToPrincipal(), agent.Standing);

        /// <summary>Who it is, when it may work at this time.</summary>
        public Principal? WorkingAt(DateTimeOffset now) => Standing.WorksAt(now) ? Principal : null;

        /// <summary>Why it may not work at this time; null when it may.</summary>
        public SuspendedAgent? SuspendedAt(DateTimeOffset now) => Standing.ReasonAt(now) is { } reason ? new(Principal, Standing.CauseAt(now), reason) : null;
    }
}
