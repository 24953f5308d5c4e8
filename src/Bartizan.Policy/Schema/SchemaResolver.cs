using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Schema;

/// <summary>Gives names their meaning: first in the own namespace, then outside; common types before entity types before built-in ones.</summary>
internal sealed class SchemaResolver(Declarations declarations, Diagnostics diagnostics)
{
    private const string BuiltIn = "__cedar::";

    private readonly Dictionary<string, SchemaType> _common = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    public PolicySchema Resolve()
    {
        var entities = declarations.Entities.ToDictionary(
            e => e.Key,
            e => new EntityDeclaration(Record(e.Value.Shape, e.Value.Namespace), e.Value.Tags is { } tags ? Resolve(tags, e.Value.Namespace) : null),
            StringComparer.Ordinal);
        var actions = declarations.Actions.ToDictionary(a => a.Key, a => new ActionDeclaration(a.Value.Groups, Record(a.Value.Context, a.Value.Namespace)));
        return new PolicySchema(entities, actions);
    }

    private RecordType Record(WrittenType? written, string space) => written switch
    {
        null => RecordType.Empty,
        _ when Resolve(written, space) is RecordType record => record,
        _ => Report(written.Span, "A record is needed here.", RecordType.Empty),
    };

    private SchemaType Resolve(WrittenType written, string space) => written switch
    {
        WrittenSet set => new SetType(Resolve(set.Item, space)),
        WrittenRecord record => new RecordType(Fields(record, space)),
        WrittenName name => ResolveName(name, space),
        _ => throw new InvalidOperationException($"No type for {written.GetType().Name}."),
    };

    private Dictionary<string, SchemaType> Fields(WrittenRecord record, string space)
    {
        var fields = new Dictionary<string, SchemaType>(StringComparer.Ordinal);
        foreach (var (name, type) in record.Fields)
        {
            if (!fields.TryAdd(name, Resolve(type, space)))
            {
                diagnostics.Add(type.Span, $"The attribute {name} is declared twice.", "Keep one of the two.");
            }
        }

        return fields;
    }

    private SchemaType ResolveName(WrittenName name, string space)
    {
        foreach (var full in new[] { Declarations.Qualify(space, name.Path), name.Path }.Distinct())
        {
            if (declarations.CommonTypes.TryGetValue(full, out var common))
            {
                return ResolveCommon(full, common.Namespace, common.Type, name.Span);
            }

            if (declarations.Entities.ContainsKey(full))
            {
                return EntityType.Instance;
            }
        }

        return (name.Path.StartsWith(BuiltIn, StringComparison.Ordinal) ? name.Path[BuiltIn.Length..] : name.Path) switch
        {
            "Bool" or "Long" or "String" => PrimitiveType.Instance,
            "ipaddr" => new ExtensionType(ExtensionFunction.Ip),
            "decimal" => new ExtensionType(ExtensionFunction.Decimal),
            "datetime" => new ExtensionType(ExtensionFunction.DateTime),
            "duration" => new ExtensionType(ExtensionFunction.Duration),
            _ => Report(name.Span, $"There is no type {name.Path}.", PrimitiveType.Instance),
        };
    }

    private SchemaType ResolveCommon(string full, string space, WrittenType written, SourceSpan at)
    {
        if (_common.TryGetValue(full, out var known))
        {
            return known;
        }

        if (!_open.Add(full))
        {
            return Report(at, $"The type {full} is made of itself.", PrimitiveType.Instance);
        }

        var resolved = Resolve(written, space);
        _open.Remove(full);
        return _common[full] = resolved;
    }

    private T Report<T>(SourceSpan at, string what, T instead)
    {
        diagnostics.Add(at, what, "Declare it, or name another type.");
        return instead;
    }
}
