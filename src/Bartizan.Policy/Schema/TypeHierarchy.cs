using System.Collections.Concurrent;
using Bartizan.Policy.Entities;

namespace Bartizan.Policy.Schema;

/// <summary>Which types' entities may belong to which others', and which actions do.</summary>
internal sealed class TypeHierarchy(Dictionary<string, EntityDeclaration> entities, EntityStore actions)
{
    private readonly ConcurrentDictionary<string, HashSet<string>> _ancestors = new(StringComparer.Ordinal);

    public bool MayBeIn(string type, string ancestor) =>
        string.Equals(type, ancestor, StringComparison.Ordinal) || _ancestors.GetOrAdd(type, Collect).Contains(ancestor);

    public bool IsActionIn(EntityUid action, EntityUid group) => actions.IsIn(action, group);

    private HashSet<string> Collect(string type)
    {
        if (!entities.ContainsKey(type))
        {
            return [.. actions.Entities.Where(a => a.Uid.Type == type).SelectMany(AncestorsOf)];
        }

        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([type]);
        while (open.TryPop(out var next))
        {
            foreach (var parent in entities[next].Parents)
            {
                if (found.Add(parent))
                {
                    open.Push(parent);
                }
            }
        }

        return found;
    }

    private IEnumerable<string> AncestorsOf(Entity action) => actions.FindNode(action.Uid)!.Ancestors.ToArray().Select(a => a.Type);
}
