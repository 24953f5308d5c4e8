namespace Bartizan.Policy.Entities;

/// <summary>Checks that entities form no circle. Linear in entities and parents, and without recursion, since files can hold long chains.</summary>
internal static class Hierarchy
{
    /// <summary>An entity on a circle, or null when there is none.</summary>
    public static EntityUid? FindCycle(IReadOnlyCollection<EntityNode> nodes)
    {
        if (nodes.All(n => n.Entity.Parents.Count == 0))
        {
            return null;
        }

        // Take away entities that nothing left belongs to; what cannot be taken away lies on or above a circle.
        var children = new Dictionary<EntityUid, int>(nodes.Count);
        var parents = new Dictionary<EntityUid, IReadOnlyList<EntityUid>>(nodes.Count);
        foreach (var node in nodes)
        {
            parents[node.Entity.Uid] = node.Entity.Parents;
            foreach (var parent in node.Entity.Parents)
            {
                children[parent] = children.GetValueOrDefault(parent) + 1;
            }
        }

        var free = new Stack<EntityUid>(parents.Keys.Where(uid => !children.ContainsKey(uid)));
        var left = parents.Count;
        while (free.TryPop(out var uid))
        {
            left--;
            foreach (var parent in parents[uid])
            {
                if (--children[parent] == 0 && parents.ContainsKey(parent))
                {
                    free.Push(parent);
                }
            }
        }

        return left == 0 ? null : parents.Keys.First(uid => children.GetValueOrDefault(uid) > 0);
    }
}
