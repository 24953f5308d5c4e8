using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Schema;

/// <summary>A type as written, before its names are resolved.</summary>
internal abstract record WrittenType(SourceSpan Span);

/// <summary>What a name may stand for.</summary>
internal enum NameKind
{
    EntityOrCommon,
    Entity,
    Common,
}

internal sealed record WrittenName(string Path, NameKind Kind, SourceSpan Span) : WrittenType(Span);

internal sealed record WrittenSet(WrittenType Item, SourceSpan Span) : WrittenType(Span);

internal sealed record WrittenRecord(IReadOnlyDictionary<string, WrittenAttribute> Fields, SourceSpan Span) : WrittenType(Span)
{
    /// <summary>
    /// The annotation before an attribute that gives the type of all fields of its record that cannot be listed, because whoever makes the record
    /// names them. It is ours; to other readers of Cedar it means nothing, and they see the listed fields only.
    /// </summary>
    public const string OthersAnnotation = "otherFields";

    public WrittenType? Others { get; init; }

    /// <summary>The attribute's type with what its annotation says.</summary>
    public static WrittenType WithOthers(WrittenType type, string? others, SourceSpan at, Diagnostics diagnostics)
    {
        if (others is null)
        {
            return type;
        }

        if (type is WrittenRecord record)
        {
            return record with { Others = new WrittenName(others, NameKind.EntityOrCommon, at) };
        }

        diagnostics.Add(at, $"@{OthersAnnotation} needs a record.", "Write: @otherFields(\"String\") name: {}.");
        return type;
    }
}

internal readonly record struct WrittenAttribute(WrittenType Type, bool IsRequired);

/// <summary>A reference to an action: its id, and the type that was written before it, if any.</summary>
internal readonly record struct WrittenAction(string? Type, string Id, SourceSpan Span);

internal sealed record WrittenEntityDeclaration(string Namespace, SourceSpan Span)
{
    public IReadOnlyList<WrittenName> Parents { get; init; } = [];

    public WrittenType? Shape { get; init; }

    public WrittenType? Tags { get; init; }

    public IReadOnlyList<string>? Ids { get; init; }
}

internal sealed record WrittenCommonType(string Namespace, WrittenType Type, SourceSpan Span);

internal sealed record WrittenActionDeclaration(string Namespace, SourceSpan Span)
{
    public IReadOnlyList<WrittenAction> Groups { get; init; } = [];

    public IReadOnlyList<WrittenName> Principals { get; init; } = [];

    public IReadOnlyList<WrittenName> Resources { get; init; } = [];

    public WrittenType? Context { get; init; }
}

/// <summary>Everything one schema declares, as written; what is declared twice or under a reserved name is reported as it is added.</summary>
internal sealed class Declarations(Diagnostics diagnostics)
{
    /// <summary>The namespace of the built-in types, closed to everybody else.</summary>
    public const string BuiltIn = "__cedar";

    // Names that schemas in JSON give a meaning of their own.
    private static readonly string[] ReservedTypes = ["Bool", "Boolean", "Entity", "Extension", "Long", "Record", "Set", "String"];

    private readonly HashSet<string> _namespaces = new(StringComparer.Ordinal);

    public Dictionary<string, WrittenEntityDeclaration> Entities { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, WrittenCommonType> CommonTypes { get; } = new(StringComparer.Ordinal);

    public Dictionary<EntityUid, WrittenActionDeclaration> Actions { get; } = [];

    /// <summary>A name inside its namespace.</summary>
    public static string Qualify(string space, string name) => space.Length == 0 ? name : $"{space}::{name}";

    public void AddNamespace(string space, SourceSpan at)
    {
        RefuseBuiltIn(space, at);
        if (!_namespaces.Add(space))
        {
            diagnostics.Add(at, $"The namespace {space} is declared twice.", "Put its declarations together.");
        }
    }

    public void Add(string name, WrittenEntityDeclaration entity)
    {
        RefuseBuiltIn(name, entity.Span);
        if (name is "Action")
        {
            diagnostics.Add(entity.Span, "Action is the type of actions and cannot be declared.", "Use another name.");
        }

        if (!Entities.TryAdd(Qualify(entity.Namespace, name), entity))
        {
            ReportTwice($"The entity type {name}", entity.Span);
        }
    }

    public void Add(string name, WrittenCommonType type)
    {
        RefuseBuiltIn(name, type.Span);
        if (ReservedTypes.Contains(name))
        {
            diagnostics.Add(type.Span, $"{name} is a word of the schema language and cannot name a type.", "Use another name.");
        }

        if (!CommonTypes.TryAdd(Qualify(type.Namespace, name), type))
        {
            ReportTwice($"The type {name}", type.Span);
        }
    }

    public void Add(string id, WrittenActionDeclaration action)
    {
        if (!Actions.TryAdd(new EntityUid(Qualify(action.Namespace, "Action"), id), action))
        {
            ReportTwice($"The action {CedarText.Key(id)}", action.Span);
        }
    }

    private void RefuseBuiltIn(string path, SourceSpan at)
    {
        if (path.Split("::").Contains(BuiltIn, StringComparer.Ordinal))
        {
            diagnostics.Add(at, $"{BuiltIn} is reserved and cannot be declared.", "Use another name.");
        }
    }

    private void ReportTwice(string what, SourceSpan at) => diagnostics.Add(at, $"{what} is declared twice.", "Keep one of the two.");
}
