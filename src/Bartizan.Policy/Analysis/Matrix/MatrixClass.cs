namespace Bartizan.Policy.Analysis.Matrix;

/// <summary>Entities that policies cannot tell apart in their place: what holds of one holds of each.</summary>
/// <param name="Members">The entities, in order of the inventory; the first was computed.</param>
public sealed record MatrixClass(IReadOnlyList<EntityUid> Members)
{
    /// <summary>The entity that stands for all.</summary>
    public EntityUid First => Members[0];
}
