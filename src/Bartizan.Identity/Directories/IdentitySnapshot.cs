using System.Collections.Frozen;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Identity.Keys;

namespace Bartizan.Identity.Directories;

/// <summary>Everything that tokens are issued and checked by, as it was at one version of the store: immutable, swapped whole, read without a lock.</summary>
internal sealed class IdentitySnapshot
{
    /// <summary>Knows nobody and nothing.</summary>
    public static readonly IdentitySnapshot Empty = new([], [], [], [], TimeProvider.System, [], []);

    private readonly FrozenDictionary<string, (Principal Principal, AgentStanding Standing)> _agents;
    private readonly FrozenDictionary<string, ClientEntry> _clients;
    private readonly FrozenDictionary<string, ClientEntry> _outside;
    private readonly FrozenDictionary<string, Person> _people;
    private readonly FrozenSet<string> _revoked;
    private readonly TimeProvider _clock;

    /// <summary>Compiles what the store holds.</summary>
    public IdentitySnapshot(IReadOnlyList<Agent> agents, IReadOnlyList<AgentClient> clients, IReadOnlyList<SigningKey> keys, IReadOnlyList<string> revoked, TimeProvider clock, IReadOnlyList<Person> people, IReadOnlyList<OutsideClient> outside)
    {
        _clock = clock;
        Keys = new KeyRing(keys);
        _agents = agents.Where(a => a.Revoked is null).ToFrozenDictionary(a => a.Id, a => (a.ToPrincipal(), a.Standing), StringComparer.Ordinal);
        _clients = clients
            .Where(c => _agents.ContainsKey(c.Agent))
            .ToFrozenDictionary(c => c.Agent, c => new ClientEntry(c, _agents[c.Agent].Principal), StringComparer.Ordinal);
        _outside = outside
            .Where(c => c.Agent is not null && _clients.ContainsKey(c.Agent))
            .ToFrozenDictionary(c => c.Id, c => new ClientEntry(_clients[c.Agent!].Registered with { Redirects = c.Metadata.Redirects }, _clients[c.Agent!].Agent), StringComparer.Ordinal);
        _people = people.ToFrozenDictionary(p => p.Id, StringComparer.Ordinal);
        _revoked = revoked.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>The signing keys.</summary>
    public KeyRing Keys { get; }

    /// <summary>An agent that may work now.</summary>
    public Principal? Agent(string id) => _agents.TryGetValue(id, out var known) && known.Standing.WorksAt(_clock.GetUtcNow()) ? known.Principal : null;

    /// <summary>An agent that is suspended now, and why; null when it may work, is revoked or unknown.</summary>
    public SuspendedAgent? Suspended(string id) =>
        _agents.TryGetValue(id, out var known) && _clock.GetUtcNow() is var now && known.Standing.ReasonAt(now) is { } reason ? new(known.Principal, known.Standing.CauseAt(now), reason) : null;

    /// <summary>A person whose account works.</summary>
    public Person? Person(string id) => _people.GetValueOrDefault(id);

    /// <summary>A person whose account works, by its id or name; null also where two names differ only in case.</summary>
    public Person? PersonCalled(string idOrName) =>
        Person(idOrName) ?? (_people.Values.Where(p => p.Name.Equals(idOrName, StringComparison.OrdinalIgnoreCase)).Take(2).ToList() is [var only] ? only : null);

    /// <summary>A client whose agent is not revoked; it may be suspended, so that it can be told: by the agent's id, or by the id that a client has which nobody here registered.</summary>
    public ClientEntry? Client(string id) => _clients.GetValueOrDefault(id) ?? _outside.GetValueOrDefault(id);

    /// <summary>Whether a token was ended before its time.</summary>
    public bool IsRevoked(string token) => _revoked.Contains(token);
}
