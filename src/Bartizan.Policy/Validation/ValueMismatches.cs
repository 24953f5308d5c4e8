using Bartizan.Policy.Schema;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Validation;

/// <summary>Compares values with the types that a schema gives them.</summary>
internal sealed class ValueMismatches(PolicySchema schema)
{
    /// <summary>What does not fit, each with the path to it.</summary>
    public IEnumerable<(string Path, string What)> Find(string path, CedarValue value, SchemaType type) => (value, type) switch
    {
        (CedarBool, BoolType) or (CedarLong, LongType) or (CedarString, StringType)
            or (CedarIp, ExtensionType { Constructor: ExtensionFunction.Ip })
            or (CedarDecimal, ExtensionType { Constructor: ExtensionFunction.Decimal })
            or (CedarDateTime, ExtensionType { Constructor: ExtensionFunction.DateTime })
            or (CedarDuration, ExtensionType { Constructor: ExtensionFunction.Duration }) => [],
        (CedarEntity entity, EntityType { Name: var name }) when string.Equals(entity.Uid.Type, name, StringComparison.Ordinal) =>
            Unknown(entity.Uid) is { } what ? [(path, what)] : [],
        (CedarSet set, SetType { Item: var item }) => set.Items.SelectMany((v, i) => Find($"{path}[{i}]", v, item)),
        (CedarRecord record, RecordType fields) => Find($"{path}.", record, fields),
        _ => [(path, $"{Findings.Named(type)} is needed, found {Found(value)}.")],
    };

    /// <summary>What does not fit in a record, whose fields stand behind <paramref name="prefix"/>.</summary>
    public IEnumerable<(string Path, string What)> Find(string prefix, CedarRecord record, RecordType type)
    {
        foreach (var (name, value) in record.Fields)
        {
            var path = $"{prefix}{CedarText.Key(name)}";
            if (type.Find(name) is not { } attribute)
            {
                yield return (path, "The schema does not declare it.");
                continue;
            }

            foreach (var mismatch in Find(path, value, attribute.Type))
            {
                yield return mismatch;
            }
        }

        foreach (var (name, attribute) in type.Fields)
        {
            if (attribute.IsRequired && !record.TryGet(name, out _))
            {
                yield return ($"{prefix}{CedarText.Key(name)}", $"It is missing; the schema asks for {Findings.Named(attribute.Type)}.");
            }
        }
    }

    /// <summary>Why the schema has no such entity, or null when it may exist.</summary>
    public string? Unknown(EntityUid uid)
    {
        if (ScopeParser.IsActionType(uid.Type))
        {
            return schema.FindAction(uid) is null ? $"The schema has no action {Findings.Short(uid.ToString())}." : null;
        }

        return schema.FindEntity(uid.Type) switch
        {
            null => $"The schema has no entity type {uid.Type}.",
            { Ids: { } ids } when !ids.Contains(uid.Id, StringComparer.Ordinal) => $"{uid.Type} has no {Findings.Short($"\"{CedarText.Escape(uid.Id)}\"")}.",
            _ => null,
        };
    }

    private static string Found(CedarValue value) => value is CedarEntity entity ? $"an entity of type {entity.Uid.Type}" : value.TypeName;
}
