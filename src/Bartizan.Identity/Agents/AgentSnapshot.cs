using System.Collections.Frozen;
using System.Security.Cryptography;
using Bartizan.Core.Identity;

namespace Bartizan.Identity.Agents;

/// <summary>All working agents by key id: immutable, swapped whole, read by every request without a lock.</summary>
internal sealed class AgentSnapshot
{
    /// <summary>Knows nobody.</summary>
    public static readonly AgentSnapshot Empty = new([]);

    private static readonly byte[] NoHash = new byte[SHA256.HashSizeInBytes];

    private readonly FrozenDictionary<string, Known> _agents;
    private readonly FrozenDictionary<string, Principal> _byAccessKey;
    private readonly FrozenDictionary<string, Known>.AlternateLookup<ReadOnlySpan<char>> _byKeyId;
    private readonly FrozenSet<string> _ids;

    /// <summary>Compiles the agents of the store.</summary>
    public AgentSnapshot(IReadOnlyList<Agent> agents)
    {
        _agents = agents
            .Where(a => a.Revoked is null && a.KeyHash.Length == NoHash.Length)
            .ToFrozenDictionary(a => a.KeyId, a => new Known(a.KeyHash, ToPrincipal(a)), StringComparer.Ordinal);
        _byAccessKey = agents
            .Where(a => a.Revoked is null && a.AccessKeyId is not null)
            .ToFrozenDictionary(a => a.AccessKeyId!, ToPrincipal, StringComparer.Ordinal);
        _byKeyId = _agents.GetAlternateLookup<ReadOnlySpan<char>>();
        _ids = _agents.Values.Select(k => k.Principal.AgentId).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Whether an agent works, by its id.</summary>
    public bool Works(string id) => _ids.Contains(id);

    /// <summary>Finds the principal of a well-formed key. The same work is done whether the key id is unknown or the secret is wrong.</summary>
    /// <param name="key">A well-formed key.</param>
    /// <param name="isKnownId">Whether there is an agent with this key id.</param>
    public Principal? Find(ReadOnlySpan<char> key, out bool isKnownId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        AgentKey.Hash(key, hash);
        isKnownId = _byKeyId.TryGetValue(AgentKey.KeyId(key), out var known);
        var isRight = CryptographicOperations.FixedTimeEquals(hash, isKnownId ? known.Hash : NoHash);
        return isKnownId & isRight ? known.Principal : null;
    }

    /// <summary>Finds the principal to whom an access key id was issued.</summary>
    public Principal? FindByAccessKey(string accessKeyId) => _byAccessKey.GetValueOrDefault(accessKeyId);

    private static Principal ToPrincipal(Agent agent) => new(agent.Id, agent.Name, agent.Owner, agent.Tags);

    private readonly record struct Known(byte[] Hash, Principal Principal);
}
