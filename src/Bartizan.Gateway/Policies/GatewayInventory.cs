using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Policy;
using Bartizan.Policy.Analysis.Matrix;
using Bartizan.Policy.Ceilings;
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

    /// <summary>What the blueprints of agents leave them, whatever policies permit.</summary>
    public static IReadOnlyDictionary<EntityUid, MatrixCeiling> Ceilings(IEnumerable<Agent> agents)
    {
        var known = new Dictionary<string, MatrixCeiling>(StringComparer.Ordinal);
        var ceilings = new Dictionary<EntityUid, MatrixCeiling>();
        foreach (var agent in agents)
        {
            if (agent.Blueprint is { } blueprint && (blueprint.Uses is not null || blueprint.Ceiling is not null))
            {
                ceilings[AgentEntities.Uid(agent.ToPrincipal())] = known.TryGetValue(blueprint.Mark, out var ceiling) ? ceiling : known[blueprint.Mark] = Of(blueprint);
            }
        }

        return ceilings;
    }

    private static MatrixCeiling Of(Blueprint blueprint) => new(
        blueprint.Mark,
        blueprint.Uses is { } uses ? resource => TokenBound.Covers(uses, resource) : null,
        BlueprintCeiling.PoliciesOf(blueprint));
}
