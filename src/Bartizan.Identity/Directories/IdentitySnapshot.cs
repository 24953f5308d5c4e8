using System.Collections.Frozen;
using Bartizan.Core.Identity;
using Bartizan.Identity.Keys;

namespace Bartizan.Identity.Directories;

/// <summary>Everything that tokens are issued and checked by, as it was at one version of the store: immutable, swapped whole, read without a lock.</summary>
internal sealed class IdentitySnapshot
{
    /// <summary>Knows nobody and nothing.</summary>
    public static readonly IdentitySnapshot Empty = new([], [], [], [], [], []);

    private readonly FrozenDictionary<string, Principal> _agents;
    private readonly FrozenDictionary<string, ClientEntry> _clients;
    private readonly FrozenDictionary<string, ClientEntry> _outside;
    private readonly FrozenDictionary<string, Person> _people;
    private readonly FrozenSet<string> _revoked;

    /// <summary>Compiles what the store holds.</summary>
    public IdentitySnapshot(IReadOnlyList<Agent> agents, IReadOnlyList<AgentClient> clients, IReadOnlyList<SigningKey> keys, IReadOnlyList<string> revoked, IReadOnlyList<Person> people, IReadOnlyList<OutsideClient> outside)
    {
        Keys = new KeyRing(keys);
        _agents = agents.Where(a => a.Revoked is null).ToFrozenDictionary(a => a.Id, a => new Principal(a.Id, a.Name, a.Owner, a.Tags), StringComparer.Ordinal);
        _clients = clients
            .Where(c => _agents.ContainsKey(c.Agent))
            .ToFrozenDictionary(c => c.Agent, c => new ClientEntry(c, _agents[c.Agent]), StringComparer.Ordinal);
        _outside = outside
            .Where(c => c.Agent is not null && _clients.ContainsKey(c.Agent))
            .ToFrozenDictionary(c => c.Id, c => new ClientEntry(_clients[c.Agent!].Registered with { Redirects = c.Metadata.Redirects }, _clients[c.Agent!].Agent), StringComparer.Ordinal);
        _people = people.ToFrozenDictionary(p => p.Id, StringComparer.Ordinal);
        _revoked = revoked.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>The signing keys.</summary>
    public KeyRing Keys { get; }

    /// <summary>An agent that is not revoked.</summary>
    public Principal? Agent(string id) => _agents.GetValueOrDefault(id);

    /// <summary>A person whose account works.</summary>
    public Person? Person(string id) => _people.GetValueOrDefault(id);

    /// <summary>A client whose agent is not revoked: by the agent's id, or by the id that a client has which nobody here registered.</summary>
    public ClientEntry? Client(string id) => _clients.GetValueOrDefault(id) ?? _outside.GetValueOrDefault(id);

    /// <summary>Whether a token was ended before its time.</summary>
    public bool IsRevoked(string token) => _revoked.Contains(token);
}
