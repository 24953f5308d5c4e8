using Bartizan.Core.Identity;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Entities;

/// <summary>What policies can read of an agent: <c>name</c>, <c>owner</c> and <c>tags</c>.</summary>
public static class AgentEntity
{
    /// <summary>The entity, made anew.</summary>
    public static Entity Make(Principal principal)
    {
        var tags = new CedarRecord(principal.Tags.Select(t => KeyValuePair.Create(t.Key, (CedarValue)new CedarString(t.Value))));
        return new Entity(new EntityUid("Agent", principal.AgentId))
        {
            Attributes = new CedarRecord((KeyValuePair<string, CedarValue>[])
                [new("name", new CedarString(principal.Name)), new("owner", new CedarString(principal.Owner)), new("tags", tags)]),
            Tags = tags,
        };
    }
}
