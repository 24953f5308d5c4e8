using Bartizan.Core.Text;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Schema;

/// <summary>Gives the names in types their meaning: first in the own namespace, then outside; common types before entity types before built-in ones.</summary>
internal sealed class TypeResolver(Declarations declarations, Diagnostics diagnostics)
{
    /// <summary>Levels of one type with all names filled in; whoever walks over it needs stack for each.</summary>
    private const int MostLevels = 200;

    /// <summary>Parts of one type with all names filled in; a few lines can stand for more than any machine can walk.</summary>
    private const long MostParts = 100_000;

    private static readonly Dictionary<string, SchemaType> BuiltIn = new(StringComparer.Ordinal)
    {
        ["Bool"] = BoolType.Any,
        ["Long"] = LongType.Instance,
        ["String"] = StringType.Instance,
        ["ipaddr"] = ExtensionType.Ip,
        ["decimal"] = ExtensionType.Decimal,
        ["datetime"] = ExtensionType.DateTime,
        ["duration"] = ExtensionType.Duration,
    };

    private readonly Dictionary<string, SchemaType> _common = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _actionTypes = new(declarations.Actions.Keys.Select(a => a.Type), StringComparer.Ordinal);
    private int _levels;

    /// <summary>The full names that a name may stand for, likeliest first.</summary>
    public static IEnumerable<string> Candidates(string path, string space) =>
        space.Length == 0 || path.Contains("::", StringComparison.Ordinal) ? [path] : [Declarations.Qualify(space, path), path];

    /// <summary>The full name of a declared entity type, or null.</summary>
    public string? FindEntity(string path, string space) => Candidates(path, space).FirstOrDefault(declarations.Entities.ContainsKey);

    public RecordType ResolveRecord(WrittenType? written, string space)
    {
        if (written is null)
        {
            return RecordType.Empty;
        }

        var type = Resolve(written, space);
        if (type is RecordType record)
        {
            return record;
        }

        if (type is not UnknownType)
        {
            diagnostics.Add(written.Span, $"A record is needed here, not {type}.", "Write { … }, or name a type that is one.");
        }

        return RecordType.Empty;
    }

    public SchemaType Resolve(WrittenType written, string space)
    {
        if (++_levels > MostLevels)
        {
            _levels--;
            return ReportDeep(written.Span);
        }

        SchemaType type = written switch
        {
            WrittenSet set => new SetType(Resolve(set.Item, space)),
            WrittenRecord record => new RecordType(
                record.Fields.ToDictionary(f => f.Key, f => new AttributeType(Resolve(f.Value.Type, space), f.Value.IsRequired), StringComparer.Ordinal),
                record.Others is { } others ? Resolve(others, space) : null),
            WrittenName name => ResolveName(name, space),
            _ => throw new InvalidOperationException($"No type for {written.GetType().Name}."),
        };
        _levels--;
        if (type.Depth > MostLevels)
        {
            return ReportDeep(written.Span);
        }

        if (type.Size > MostParts)
        {
            diagnostics.Add(written.Span, $"This type has more than {MostParts} parts, all names filled in.", "Make it smaller.");
            return UnknownType.Instance;
        }

        return type;
    }

    public SchemaType ResolveCommon(string full, SourceSpan at)
    {
        if (_common.TryGetValue(full, out var known))
        {
            return known;
        }

        if (!_open.Add(full))
        {
            diagnostics.Add(at, $"The type {full} is made of itself.", "Use an entity type where things refer to their own kind.");
            return UnknownType.Instance;
        }

        var common = declarations.CommonTypes[full];
        var resolved = Resolve(common.Type, common.Namespace);
        _open.Remove(full);
        return _common[full] = resolved;
    }

    public void ReportUnknown(WrittenName name, string what)
    {
        var names = declarations.Entities.Keys.AsEnumerable();
        if (name.Kind != NameKind.Entity)
        {
            names = names.Concat(declarations.CommonTypes.Keys).Concat(BuiltIn.Keys);
        }

        diagnostics.Add(name.Span, what, NearestName.Hint(name.Path, names) ?? "Declare it, or name another type.");
    }

    private UnknownType ReportDeep(SourceSpan at)
    {
        diagnostics.Add(at, $"This type has more than {MostLevels} levels, all names filled in.", "Make it flatter.");
        return UnknownType.Instance;
    }

    private SchemaType ResolveName(WrittenName name, string space)
    {
        foreach (var full in Candidates(name.Path, space))
        {
            if (name.Kind != NameKind.Entity && declarations.CommonTypes.ContainsKey(full))
            {
                return ResolveCommon(full, name.Span);
            }

            if (name.Kind != NameKind.Common && (declarations.Entities.ContainsKey(full) || _actionTypes.Contains(full)))
            {
                return new EntityType(full);
            }
        }

        var plain = name.Path.StartsWith($"{Declarations.BuiltIn}::", StringComparison.Ordinal) ? name.Path[$"{Declarations.BuiltIn}::".Length..] : name.Path;
        if (name.Kind != NameKind.Entity && BuiltIn.TryGetValue(plain, out var builtIn))
        {
            return builtIn;
        }

        ReportUnknown(name, name.Kind == NameKind.Entity ? $"There is no entity type {name.Path}." : $"There is no type {name.Path}.");
        return UnknownType.Instance;
    }

    /// <summary>Stands where an error was reported; no schema that has one is ever handed out.</summary>
    private sealed record UnknownType : SchemaType
    {
        public static readonly UnknownType Instance = new();

        public override string Text => "?";
    }
}
