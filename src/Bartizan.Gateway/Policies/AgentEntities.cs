using System.Runtime.CompilerServices;
using Bartizan.Core.Identity;
using Bartizan.Policy;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Values;

namespace Bartizan.Gateway.Policies;

/// <summary>
/// What policies can read of a principal: <c>name</c>, <c>owner</c> and <c>tags</c>. Built once for each principal the authenticator hands out
/// and dropped with it.
/// </summary>
internal static class AgentEntities
{
    private static readonly ConditionalWeakTable<Principal, Known> Cache = [];

    public static EntityUid Uid(Principal principal) => Cache.GetValue(principal, static p => new Known(p)).Uid;

    public static EntityStore Of(Principal principal) => Cache.GetValue(principal, static p => new Known(p)).Store;

    public static CedarString Name(Principal principal) => Cache.GetValue(principal, static p => new Known(p)).Name;

    /// <summary>The entity itself, made anew.</summary>
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

    private sealed class Known
    {
        public Known(Principal principal)
        {
            var entity = Make(principal);
            (Uid, Store) = (entity.Uid, new EntityStore([entity]));
            Name = new CedarString(principal.Name);
        }

        public EntityUid Uid { get; }

        public CedarString Name { get; }

        public EntityStore Store { get; }
    }
}
