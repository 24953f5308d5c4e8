namespace Bartizan.Policy.Entities;

/// <summary>An entity in its store, with all it belongs to found on first use.</summary>
internal sealed class EntityNode(Entity entity, EntityStore store)
{
    private const int LinearUpTo = 8;

    private Closure? _closure;

    public Entity Entity { get; } = entity;

    /// <summary>Every entity this one belongs to, nearest first, without itself.</summary>
    public ReadOnlySpan<EntityUid> Ancestors => Closed().Uids;

    public bool HasAncestor(in EntityUid uid) => Closed().Contains(uid);

    // Two threads may both compute it: the results are equal, so either may stay.
    private Closure Closed() => _closure ??= Entity.Parents.Count == 0 ? Closure.None : new Closure(Collect());

    private List<EntityUid> Collect()
    {
        var seen = new HashSet<EntityUid>();
        var found = new List<EntityUid>();
        Add(Entity.Parents);
        for (var i = 0; i < found.Count; i++)
        {
            if (store.FindNode(found[i]) is { } parent)
            {
                Add(parent.Entity.Parents);
            }
        }

        return found;

        void Add(IReadOnlyList<EntityUid> parents)
        {
            foreach (var parent in parents)
            {
                if (seen.Add(parent))
                {
                    found.Add(parent);
                }
            }
        }
    }

    private sealed class Closure(List<EntityUid> found)
    {
        public static readonly Closure None = new([]);

        private readonly HashSet<EntityUid>? _lookup = found.Count > LinearUpTo ? [.. found] : null;

        public EntityUid[] Uids { get; } = [.. found];

        public bool Contains(in EntityUid uid)
        {
            if (_lookup is not null)
            {
                return _lookup.Contains(uid);
            }

            foreach (ref readonly var ancestor in Uids.AsSpan())
            {
                if (ancestor.Equals(uid))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
