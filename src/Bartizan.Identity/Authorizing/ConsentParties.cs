using Bartizan.Core.Identity;
using Bartizan.Identity.Agents;
using Bartizan.Identity.Issuing;

namespace Bartizan.Identity.Authorizing;

/// <summary>A client that asks people, as it is now.</summary>
/// <param name="Id">Its client id.</param>
/// <param name="Agent">The agent it is; null for a client that nobody let in yet.</param>
/// <param name="Name">The agent's name, or what the client calls itself.</param>
/// <param name="Vouched">Whether somebody here registered it.</param>
/// <param name="IsPublic">Whether it has nothing to prove who it is with.</param>
/// <param name="Redirects">Where browsers may be sent with answers.</param>
public sealed record ConsentParty(string Id, Agent? Agent, string Name, bool Vouched, bool IsPublic, IReadOnlyList<string> Redirects);

/// <summary>Finds the clients that ask people, and makes agents of those that nobody registered once a person lets them in.</summary>
public sealed class ConsentParties(IIdentityStore identity, IConsentStore consents, IAgentStore agents, AgentRegistry registry, TimeProvider clock)
{
    private const int MostOfAName = 50;

    /// <summary>The client of an id; null when there is none, or its agent was revoked.</summary>
    public async ValueTask<ConsentParty?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var outside = await consents.FindOutsideAsync(id, cancellationToken);
        if (outside is { Agent: null })
        {
            return new ConsentParty(id, null, outside.Metadata.Name, Vouched: false, IsPublic: true, outside.Metadata.Redirects);
        }

        var agent = await agents.FindAsync(outside?.Agent ?? id, cancellationToken);
        return agent is { Revoked: null } && (outside?.Agent ?? id) == agent.Id && (await identity.ClientsAsync(cancellationToken)).FirstOrDefault(c => c.Agent == agent.Id) is { } client
            ? new ConsentParty(id, agent, agent.Name, client.Vouched, client.IsPublic, outside?.Metadata.Redirects ?? client.Redirects)
            : null;
    }

    /// <summary>The agent's id, after making the agent where there is none yet, of which the person is the owner; null when that cannot be.</summary>
    public async ValueTask<string?> AdmitAsync(ConsentParty party, Person person, CancellationToken cancellationToken)
    {
        if (party.Agent is { } known)
        {
            return known.Id;
        }

        if (await consents.FindOutsideAsync(party.Id, cancellationToken) is not { } outside || await AddAsync(outside, person, cancellationToken) is not { } agent)
        {
            return null;
        }

        var client = new AgentClient
        {
            Agent = agent.Id,
            Grants = [.. outside.Metadata.Grants.Where(GrantTypes.IsOfPeople)],
            Resources = ["/"],
            Redirects = outside.Metadata.Redirects,
            Vouched = false,
        };
        if (await consents.AdoptAsync(party.Id, client, person.Id, clock.GetUtcNow(), cancellationToken))
        {
            return agent.Id;
        }

        // Somebody else let it in at the same moment.
        await registry.RevokeAsync(agent.Id, cancellationToken);
        return (await consents.FindOutsideAsync(party.Id, cancellationToken))?.Agent;
    }

    // Named by where it comes from, which is known, and never by what it calls itself. Its key is known to nobody.
    private async ValueTask<Agent?> AddAsync(OutsideClient outside, Person person, CancellationToken cancellationToken)
    {
        var host = new Uri(outside.Id.StartsWith("https://", StringComparison.Ordinal) ? outside.Id : outside.Metadata.Redirects[0]).IdnHost;
        for (var i = 1; i <= MostOfAName; i++)
        {
            var name = i == 1 ? host : $"{host}-{i}";
            if (name.Length <= 100 && (await agents.FindAsync(name, cancellationToken) is null or { Revoked: not null }))
            {
                return (await registry.AddAsync(name, person.Name, new Dictionary<string, string>(), cancellationToken)).Agent;
            }
        }

        return null;
    }
}
