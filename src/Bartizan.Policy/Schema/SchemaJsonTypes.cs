using System.Text.Json;
using Bartizan.Policy.Json;

namespace Bartizan.Policy.Schema;

/// <summary>Reads types of the JSON form: <c>{"type": "Long"}</c>, <c>{"type": "Set", "element": …}</c> and so on.</summary>
internal sealed class SchemaJsonTypes(SchemaJsonShape shape)
{
    private static readonly string[] Extensions = ["ipaddr", "decimal", "datetime", "duration"];

    /// <summary>The type, or null when it was reported.</summary>
    /// <param name="value">What is written.</param>
    /// <param name="beside">Fields that may stand beside those of the type.</param>
    public WrittenType? Read(JsonTree value, string[] beside)
    {
        if (value.Kind != JsonValueKind.Object || value.Find("type") is not { } named)
        {
            shape.Report(value, "A type is needed here.", "Write for example {\"type\": \"Long\"}.");
            return null;
        }

        if (shape.Path(named) is not { } name)
        {
            return null;
        }

        shape.CheckAnnotations(value);
        return name switch
        {
            "Set" => shape.IsObject(value, ["type", "element", .. beside], required: ["element"]) && Read(value.Find("element")!, []) is { } item
                ? new WrittenSet(item, value.Span)
                : null,
            "Record" => shape.IsObject(value, ["type", "attributes", "additionalAttributes", .. beside], required: ["attributes"]) ? ReadRecord(value) : null,
            "Entity" => ReadName(value, beside, NameKind.Entity, ""),
            "EntityOrCommon" => ReadName(value, beside, NameKind.EntityOrCommon, ""),
            "Extension" => ReadName(value, beside, NameKind.Common, $"{Declarations.BuiltIn}::"),
            _ when !shape.IsObject(value, ["type", .. beside]) => null,
            "Boolean" => new WrittenName($"{Declarations.BuiltIn}::Bool", NameKind.Common, named.Span),
            "Long" or "String" => new WrittenName($"{Declarations.BuiltIn}::{name}", NameKind.Common, named.Span),
            _ => new WrittenName(name, NameKind.Common, named.Span),
        };
    }

    private WrittenName? ReadName(JsonTree value, string[] beside, NameKind kind, string prefix)
    {
        if (!shape.IsObject(value, ["type", "name", .. beside], required: ["name"]) || shape.Path(value.Find("name")) is not { } name)
        {
            return null;
        }

        if (prefix.Length > 0 && !Extensions.Contains(name, StringComparer.Ordinal))
        {
            shape.Report(value.Find("name")!, $"There is no extension type {name}.", $"The extension types are {string.Join(", ", Extensions)}.");
            return null;
        }

        return new WrittenName($"{prefix}{name}", kind, value.Find("name")!.Span);
    }

    private WrittenRecord ReadRecord(JsonTree value)
    {
        if (value.Find("additionalAttributes") is { Kind: not JsonValueKind.False } additional)
        {
            shape.Report(additional, "Records with more attributes than are declared cannot be checked.", "Declare them all, and leave additionalAttributes out.");
        }

        var fields = new Dictionary<string, WrittenAttribute>(StringComparer.Ordinal);
        foreach (var (name, _, type) in shape.Fields(value.Find("attributes"), "types by attribute"))
        {
            var required = type.Find("required");
            if (required is { Kind: not (JsonValueKind.True or JsonValueKind.False) })
            {
                shape.Report(required, "required is true or false.", "");
            }

            if (Read(type, ["required", "annotations"]) is { } written)
            {
                var others = type.Find("annotations")?.Find(WrittenRecord.OthersAnnotation);
                fields[name] = new WrittenAttribute(shape.WithOthers(written, others), required is not { Kind: JsonValueKind.False });
            }
        }

        return new WrittenRecord(fields, value.Span);
    }
}
