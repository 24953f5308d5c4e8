using System.Runtime.CompilerServices;
using Bartizan.Core.Identity;
using Bartizan.Policy;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Values;

namespace Bartizan.Gateway.Policies;

/// <summary>
/// What policies can read of a principal, as <see cref="AgentEntity"/> makes it. Built once for each principal the authenticator hands out
/// and dropped with it.
/// </summary>
internal static class AgentEntities
{
    private static readonly ConditionalWeakTable<Principal, Known> Cache = [];

    public static EntityUid Uid(Principal principal) => Cache.GetValue(principal, static p => new Known(p)).Uid;

    public static EntityStore Of(Principal principal) => Cache.GetValue(principal, static p => new Known(p)).Store;

    public static CedarString Name(Principal principal) => Cache.GetValue(principal, static p => new Known(p)).Name;

    private sealed class Known
    {
        public Known(Principal principal)
        {
            var entity = AgentEntity.Make(principal);
            (Uid, Store) = (entity.Uid, new EntityStore([entity]));
            Name = new CedarString(principal.Name);
        }

        public EntityUid Uid { get; }

        public CedarString Name { get; }

        public EntityStore Store { get; }
    }
}
