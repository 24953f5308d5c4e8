using Bartizan.Core.Events;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Mandates;

namespace Bartizan.Identity.Tests.Support;

/// <summary>An identity store in memory, which keeps the promise of the real one: nothing is issued once an agent or a token is revoked, or the agent suspended.</summary>
internal sealed class MemoryIdentityStore(IAgentStore agents) : IIdentityStore, IMandateStore
{
    private readonly List<(SigningKey Key, bool Ended)> _keys = [];
    private readonly Dictionary<string, AgentClient> _clients = [];
    private readonly Dictionary<string, DateTimeOffset> _revoked = [];
    private long _version = 1;

    public List<EventRecord> Told { get; } = [];

    public List<MandateRecord> Mandates { get; } = [];

    public async ValueTask<long> VersionAsync(CancellationToken cancellationToken) => _version + await agents.VersionAsync(cancellationToken);

    public ValueTask<IReadOnlyList<SigningKey>> KeysAsync(CancellationToken cancellationToken) =>
        new([.. _keys.Where(k => !k.Ended).Select(k => k.Key).OrderBy(k => k.SignsFrom)]);

    public ValueTask<bool> AddKeyAsync(SigningKey key, bool onlyFirst, bool endOthers, DateTimeOffset when, CancellationToken cancellationToken)
    {
        for (var i = 0; endOthers && i < _keys.Count; i++)
        {
            _keys[i] = (_keys[i].Key, true);
        }

        _keys.Add((key, false));
        _version++;
        return new(true);
    }

    public ValueTask<IReadOnlyList<AgentClient>> ClientsAsync(CancellationToken cancellationToken) => new([.. _clients.Values]);

    public ValueTask<bool> SetClientAsync(AgentClient client, DateTimeOffset when, CancellationToken cancellationToken)
    {
        _clients[client.Agent] = client;
        _version++;
        return new(true);
    }

    public ValueTask<IReadOnlyList<Person>> PeopleAsync(CancellationToken cancellationToken) => new([]);

    public ValueTask<IReadOnlyList<string>> RevokedAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        new([.. _revoked.Where(r => r.Value > now).Select(r => r.Key)]);

    public ValueTask RevokeTokenAsync(string id, DateTimeOffset expires, EventRecord told, CancellationToken cancellationToken)
    {
        _revoked[id] = expires;
        _version++;
        Told.Add(told);
        return default;
    }

    public ValueTask<MandateRecord?> FindAsync(string id, CancellationToken cancellationToken) => new(Mandates.FirstOrDefault(m => m.Mandate.Id == id));

    public ValueTask<IReadOnlyList<MandateRecord>> ListAsync(int most, CancellationToken cancellationToken) => new([.. Mandates]);

    public ValueTask<bool> EndMandateAsync(string id, string reason, string by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        _revoked[id] = now + MandateTerms.LongestLife;
        _version++;
        return new(true);
    }

    public async ValueTask<bool> IssueAsync(Issuance issuance, CancellationToken cancellationToken)
    {
        foreach (var agent in issuance.Agents)
        {
            if (await agents.FindAsync(agent, cancellationToken) is not { Revoked: null } found || !found.Standing.WorksAt(issuance.Told.Time))
            {
                return false;
            }
        }

        if (issuance.Parents.Any(_revoked.ContainsKey))
        {
            return false;
        }

        if (issuance.Mandate is { } mandate)
        {
            Mandates.Add(mandate);
        }

        Told.Add(issuance.Told);
        return true;
    }
}
