using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Schema;

/// <summary>A type that a schema gives to an attribute, a tag or a context.</summary>
internal abstract record SchemaType;

/// <summary>Bool, Long or String, whose JSON form says all.</summary>
internal sealed record PrimitiveType : SchemaType
{
    public static readonly PrimitiveType Instance = new();
}

/// <summary>A reference to an entity, which JSON may write as <c>{"type", "id"}</c> alone.</summary>
internal sealed record EntityType : SchemaType
{
    public static readonly EntityType Instance = new();
}

/// <summary>An extension type, which JSON may write as the text alone.</summary>
internal sealed record ExtensionType(ExtensionFunction Constructor) : SchemaType;

internal sealed record SetType(SchemaType Item) : SchemaType;

internal sealed record RecordType(IReadOnlyDictionary<string, SchemaType> Fields) : SchemaType
{
    public static readonly RecordType Empty = new(new Dictionary<string, SchemaType>(StringComparer.Ordinal));
}

/// <summary>What a schema says of the entities of one type.</summary>
internal sealed record EntityDeclaration(RecordType Attributes, SchemaType? Tags);

/// <summary>What a schema says of one action.</summary>
internal sealed record ActionDeclaration(IReadOnlyList<EntityUid> Groups, RecordType Context);
