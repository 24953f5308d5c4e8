using Bartizan.Core.Identity;
using Bartizan.Identity.Issuing;
using Bartizan.Policy;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Values;

namespace Bartizan.Identity.Databases;

/// <summary>Asks policy and blueprints whether an agent may have a login, and all on whose behalf it acts as well: it can have no more than each of them.</summary>
internal static class DatabasePolicy
{
    private static readonly EntityUid Open = new("Action", "openDatabase");

    /// <summary>The question about one of those who must all be allowed it.</summary>
    public static AuthorizationRequest Question(EntityUid who, Principal agent, TokenFacts token, string database, string role) => new(
        who,
        Open,
        new EntityUid("Database", database),
        new CedarRecord((KeyValuePair<string, CedarValue>[])
        [
            .. ActionPolicy.NoExchange(
                "database",
                [.. token.ActsFor.Select(a => a.AgentId), .. token.Person is { } behind ? [behind.Id] : Array.Empty<string>()],
                token.Mandates.Select(m => m.Purpose).OfType<string>().Distinct(StringComparer.Ordinal)),
            new("agentName", new CedarString(agent.Name)),
            new("role", new CedarString(role)),
        ]));

    /// <summary>What stands against it, for the record; null when nothing does.</summary>
    public static string? Refuses(PolicyEngine policies, Principal agent, TokenFacts token, string database, string role)
    {
        foreach (var one in token.ActsFor.Prepend(agent))
        {
            // Models and tools that a blueprint lists are all that it allows.
            if (one.Blueprint is { Uses: not null } listed)
            {
                return $"outside {listed.Mark}";
            }

            if (Refuses(new EntityUid("Agent", one.AgentId), AgentEntity.Make(one), one.Blueprint) is { } against)
            {
                return against;
            }
        }

        return token.Person is { } person ? Refuses(new EntityUid("User", person.Id), PersonEntity.Make(person), null) : null;

        string? Refuses(EntityUid who, Entity entity, Core.Identity.Registry.Blueprint? blueprint) =>
            ActionPolicy.Refuses(policies, Question(who, agent, token, database, role), new EntityStore([entity]), blueprint);
    }
}
