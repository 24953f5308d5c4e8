namespace Bartizan.Core.Identity.Mandates;

/// <summary>Puts mandates below those that they came of.</summary>
public static class MandateTree
{
    /// <summary>Each with how many stand above it; the uppermost in the order given. One whose parent is not among them counts as uppermost.</summary>
    public static IReadOnlyList<(MandateRecord Record, int Depth)> Of(IReadOnlyList<MandateRecord> mandates)
    {
        var known = mandates.Select(m => m.Mandate.Id).ToHashSet(StringComparer.Ordinal);
        var children = mandates.Where(m => m.Parent is { } parent && known.Contains(parent)).ToLookup(m => m.Parent!, StringComparer.Ordinal);
        var tree = new List<(MandateRecord, int)>();
        foreach (var top in mandates.Where(m => m.Parent is null || !known.Contains(m.Parent)))
        {
            Add(top, 0);
        }

        return tree;

        void Add(MandateRecord mandate, int depth)
        {
            tree.Add((mandate, depth));
            foreach (var child in children[mandate.Mandate.Id])
            {
                Add(child, depth + 1);
            }
        }
    }
}
