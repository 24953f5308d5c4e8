using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Schema;

/// <summary>A type of the policy language: what schemas declare and the validator infers.</summary>
internal abstract record SchemaType
{
    /// <summary>Parts of the type with every name filled in: what walking over it costs.</summary>
    public virtual long Size => 1;

    /// <summary>Levels of the type with every name filled in.</summary>
    public virtual int Depth => 1;

    /// <summary>The type as a schema writes it.</summary>
    public abstract string Text { get; }

    public sealed override string ToString() => Text;
}

/// <summary>True or false; <paramref name="Value"/> says which where it is known before any request.</summary>
internal sealed record BoolType(bool? Value) : SchemaType
{
    public static readonly BoolType Any = new((bool?)null);
    public static readonly BoolType True = new(true);
    public static readonly BoolType False = new(false);

    public override string Text => "Bool";

    public static BoolType Of(bool value) => value ? True : False;
}

internal sealed record LongType : SchemaType
{
    public static readonly LongType Instance = new();

    public override string Text => "Long";
}

internal sealed record StringType : SchemaType
{
    public static readonly StringType Instance = new();

    public override string Text => "String";
}

/// <summary>A reference to an entity of one type, which JSON may write as <c>{"type", "id"}</c> alone.</summary>
internal sealed record EntityType(string Name) : SchemaType
{
    public override string Text => Name;
}

/// <summary>An extension type, which JSON may write as the text alone.</summary>
internal sealed record ExtensionType(ExtensionFunction Constructor) : SchemaType
{
    public static readonly ExtensionType Ip = new(ExtensionFunction.Ip);
    public static readonly ExtensionType Decimal = new(ExtensionFunction.Decimal);
    public static readonly ExtensionType DateTime = new(ExtensionFunction.DateTime);
    public static readonly ExtensionType Duration = new(ExtensionFunction.Duration);

    public override string Text => Constructor == ExtensionFunction.Ip ? "ipaddr" : Constructor.Name();
}

internal sealed record SetType(SchemaType Item) : SchemaType
{
    public override long Size { get; } = Item.Size + 1;

    public override int Depth { get; } = Item.Depth + 1;

    public override string Text => $"Set<{Item}>";
}

/// <summary>A record that has these fields and no others.</summary>
/// <param name="Fields">The fields by name.</param>
/// <param name="Others">The type of any field beside them, where a schema says by <c>@otherFields</c> that it cannot list all; none can be relied on to be there.</param>
internal sealed record RecordType(IReadOnlyDictionary<string, AttributeType> Fields, SchemaType? Others = null) : SchemaType
{
    public static readonly RecordType Empty = new(new Dictionary<string, AttributeType>(StringComparer.Ordinal));

    public override long Size { get; } = Fields.Values.Sum(f => f.Type.Size) + (Others?.Size ?? 0) + 1;

    public override int Depth { get; } = Math.Max(Fields.Values.Max(f => (int?)f.Type.Depth).GetValueOrDefault(), Others?.Depth ?? 0) + 1;

    public override string Text => $"{{{string.Join(", ", Fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(Field).Concat(Others is null ? [] : [$"…?: {Others}"]))}}}";

    public AttributeType? Find(string name) =>
        Fields.TryGetValue(name, out var field) ? field : Others is null ? null : new AttributeType(Others, IsRequired: false);

    private static string Field(KeyValuePair<string, AttributeType> field) => $"{CedarText.Key(field.Key)}{(field.Value.IsRequired ? "" : "?")}: {field.Value.Type}";
}

/// <summary>The type of an attribute, and whether it is always there.</summary>
internal sealed record AttributeType(SchemaType Type, bool IsRequired);
