using Bartizan.Core.Identity;
using Bartizan.Policy;
using Bartizan.Policy.Entities;

namespace Bartizan.Gateway.Policies;

/// <summary>What the gateway's policies are about, as entities: agents and people as it makes principals of them, and what they call, of which it knows no more than names.</summary>
public static class GatewayInventory
{
    /// <summary>The entities of agents, people and resources.</summary>
    public static EntityStore Of(IEnumerable<Agent> agents, IEnumerable<Person> people, IEnumerable<EntityUid> resources) => new(
    [
        .. agents.Select(a => AgentEntity.Make(new Principal(a.Id, a.Name, a.Owner, a.Tags))),
        .. people.Select(PersonEntities.Make),
        .. resources.Distinct().Select(r => new Entity(r)),
    ]);
}
