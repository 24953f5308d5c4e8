namespace Bartizan.Policy.Schema;

/// <summary>What a schema says of the entities of one type.</summary>
/// <param name="Name">The type.</param>
/// <param name="Attributes">What they hold.</param>
/// <param name="Tags">The type of every tag; null where they may have none.</param>
/// <param name="Parents">The types that they may directly belong to.</param>
/// <param name="Ids">The only ids there are; null where any id will do.</param>
internal sealed record EntityDeclaration(string Name, RecordType Attributes, SchemaType? Tags, IReadOnlyList<string> Parents, IReadOnlyList<string>? Ids);

/// <summary>What a schema says of one action.</summary>
/// <param name="Uid">The action.</param>
/// <param name="Groups">The actions that it directly belongs to.</param>
/// <param name="Principals">The types of who may be asked about; none for a mere group.</param>
/// <param name="Resources">The types of what it may be done to.</param>
/// <param name="Context">What every request for it tells.</param>
internal sealed record ActionDeclaration(
    EntityUid Uid,
    IReadOnlyList<EntityUid> Groups,
    IReadOnlyList<string> Principals,
    IReadOnlyList<string> Resources,
    RecordType Context);
