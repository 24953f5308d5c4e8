using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bartizan.Core.Results;

namespace Bartizan.Guard.Contracts;

/// <summary>Compiles a schema of JSON Schema draft 2020-12, and reports every keyword that it does not know or cannot use.</summary>
internal sealed class SchemaCompiler(JsonElement root, ReadOnlySpan<byte> bytes, string file)
{
    private const int MostSchemas = 2_000;
    private const int LongestPattern = 512;

    // What these say is for people and tools, and asks nothing of the data.
    private static readonly FrozenSet<string> Annotations =
        FrozenSet.Create(StringComparer.Ordinal, "$schema", "$id", "$comment", "$defs", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly");

    private static readonly FrozenSet<string> Numeric = FrozenSet.Create(StringComparer.Ordinal, "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");
    private static readonly FrozenSet<string> Counting =
        FrozenSet.Create(StringComparer.Ordinal, "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties");

    private readonly SchemaPlaces _places = new(bytes);
    private readonly List<InputError> _errors = [];
    private readonly Dictionary<string, Schema> _schemas = new(StringComparer.Ordinal);
    private readonly Queue<(Schema From, string Reference, string Pointer)> _references = [];

    /// <summary>The root.</summary>
    /// <exception cref="InputException">Something is wrong; carries every mistake.</exception>
    public Schema Compile()
    {
        var schema = At("", root);
        while (_references.TryDequeue(out var reference))
        {
            reference.From.Ref = Find(reference.Reference, reference.Pointer);
        }

        if (_errors.Count == 0)
        {
            foreach (var (pointer, _) in _schemas.Where(s => Returns(s.Value, s.Value, [])).Take(1))
            {
                Report(pointer, "it refers to itself for the same value, so it could never be checked.", "Let the reference stand under properties or items.");
            }
        }

        return _errors.Count == 0 ? schema : throw new InputException([.. _errors.OrderBy(e => e.Line).ThenBy(e => e.Column)]);
    }

    // Whether the same value would come back to the schema it began with.
    private static bool Returns(Schema start, Schema from, HashSet<Schema> seen) =>
        from.InPlace.Any(next => next == start || (seen.Add(next) && Returns(start, next, seen)));

    private Schema At(string pointer, JsonElement json)
    {
        if (_schemas.TryGetValue(pointer, out var known))
        {
            return known;
        }

        var schema = _schemas[pointer] = new Schema();
        if (_schemas.Count > MostSchemas)
        {
            Report(pointer, $"there are more than {MostSchemas} schemas in it.", "Check that it is the right file.");
        }
        else if (json.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            schema.Satisfiable = json.ValueKind == JsonValueKind.True;
        }
        else if (json.ValueKind != JsonValueKind.Object)
        {
            Report(pointer, "a schema must be an object, true or false.", "Write for example {\"type\": \"string\"}.");
        }
        else
        {
            foreach (var keyword in json.EnumerateObject())
            {
                Read(schema, keyword.Name, keyword.Value, SchemaPlaces.Step(pointer, keyword.Name));
            }

            // Also definitions that nothing refers to are held to be schemas.
            foreach (var definition in json.TryGetProperty("$defs", out var definitions) && definitions.ValueKind == JsonValueKind.Object ? definitions.EnumerateObject() : default)
            {
                At(SchemaPlaces.Step(pointer + "/$defs", definition.Name), definition.Value);
            }
        }

        return schema;
    }

    private void Read(Schema schema, string keyword, JsonElement value, string pointer)
    {
        switch (keyword)
        {
            case "type":
                schema.Types = Types(value, pointer);
                break;
            case "enum" when value.ValueKind == JsonValueKind.Array:
                schema.Enum = [.. value.EnumerateArray().Select(v => v.Clone())];
                break;
            case "const":
                schema.Const = value.Clone();
                break;
            case "properties" when value.ValueKind == JsonValueKind.Object:
                schema.Properties = value.EnumerateObject().ToFrozenDictionary(p => p.Name, p => At(SchemaPlaces.Step(pointer, p.Name), p.Value), StringComparer.Ordinal);
                break;
            case "required" when value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String):
                schema.Required = [.. value.EnumerateArray().Select(v => v.GetString()!)];
                break;
            case "additionalProperties":
                schema.Additional = At(pointer, value);
                break;
            case "items":
                schema.Items = At(pointer, value);
                break;
            case "allOf" when value.ValueKind == JsonValueKind.Array:
                schema.AllOf = All(value, pointer);
                break;
            case "anyOf" when value.ValueKind == JsonValueKind.Array:
                schema.AnyOf = All(value, pointer);
                break;
            case "oneOf" when value.ValueKind == JsonValueKind.Array:
                schema.OneOf = All(value, pointer);
                break;
            case "pattern" when value.ValueKind == JsonValueKind.String:
                schema.Pattern = Pattern(value.GetString()!, pointer);
                break;
            case "$ref" when value.ValueKind == JsonValueKind.String:
                _references.Enqueue((schema, value.GetString()!, pointer));
                break;
            case var _ when Numeric.Contains(keyword) && value.ValueKind == JsonValueKind.Number:
            case var _ when Counting.Contains(keyword) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count >= 0:
                schema.Limits = [.. schema.Limits, (keyword, value.Clone())];
                break;
            case "enum" or "properties" or "required" or "allOf" or "anyOf" or "oneOf" or "pattern" or "$ref":
            case var _ when Numeric.Contains(keyword) || Counting.Contains(keyword):
                Report(pointer, "its value is not of the kind that this keyword takes.", "See the specification of JSON Schema, draft 2020-12.");
                break;
            case var _ when !Annotations.Contains(keyword):
                Report(pointer, "this keyword is not checked here.", "Leave it out, or say it with the keywords that docs/contracts.md lists.");
                break;
        }
    }

    private JsonKinds Types(JsonElement value, string pointer)
    {
        var kinds = JsonKinds.None;
        foreach (var one in value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : (JsonElement[])[value])
        {
            var kind = one.ValueKind == JsonValueKind.String ? JsonKindsOf.Word(one.GetString()) : JsonKinds.None;
            kinds |= kind;
            if (kind == JsonKinds.None)
            {
                Report(pointer, "there is no such type.", "Use null, boolean, object, array, string, integer or number, or a list of them.");
            }
        }

        return kinds;
    }

    private Schema[] All(JsonElement list, string pointer)
    {
        if (list.GetArrayLength() == 0)
        {
            Report(pointer, "the list is empty.", "Add a schema, or remove the keyword.");
        }

        return [.. list.EnumerateArray().Select((one, i) => At(SchemaPlaces.Step(pointer, i.ToString(System.Globalization.CultureInfo.InvariantCulture)), one))];
    }

    private Regex? Pattern(string pattern, string pointer)
    {
        try
        {
            return pattern.Length <= LongestPattern
                ? new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)
                : throw new NotSupportedException();
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            Report(pointer, "it cannot be used: it is no pattern, is longer than 512 characters, or needs backtracking.", "Write it without look-around, back-references and atomic groups.");
            return null;
        }
    }

    private Schema? Find(string reference, string pointer)
    {
        if (reference == "#")
        {
            return At("", root);
        }

        var (found, at) = (root, "");
        foreach (var step in reference.StartsWith("#/$defs/", StringComparison.Ordinal) ? reference[2..].Split('/') : [""])
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(name, out found))
            {
                Report(pointer, "there is nothing where it points to.", "Refer to a definition in the same file, such as #/$defs/address.");
                return null;
            }

            at = SchemaPlaces.Step(at, name);
        }

        return At(at, found);
    }

    private void Report(string pointer, string what, string fix)
    {
        var (line, column) = _places.Of(pointer);
        _errors.Add(new InputError($"{(pointer.Length == 0 ? "/" : pointer)}: {what}", fix, file, line, column));
    }
}
