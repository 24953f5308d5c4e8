namespace Bartizan.Policy.Analysis.Matrix;

/// <summary>What bounds a principal beside policies, as the blueprint of an agent does: it never permits, it only takes away.</summary>
/// <param name="Name">What answers call it, such as <c>billing@2</c>; ceilings of one name are alike.</param>
/// <param name="Covers">Which resources it leaves; null for all.</param>
/// <param name="Policies">Policies that must permit the request too; null for none.</param>
public sealed record MatrixCeiling(string Name, Func<EntityUid, bool>? Covers, PolicySet? Policies);

/// <summary>What a ceiling says of one permission, where it takes something away.</summary>
/// <param name="Name">The ceiling's name.</param>
/// <param name="Permission">Never, or where it depends on the context: depends.</param>
/// <param name="Policies">Its policies behind that; none where it does not cover the resource, or none of them permits.</param>
public sealed record MatrixBound(string Name, Permission Permission, IReadOnlyList<DecidingPolicy> Policies);
