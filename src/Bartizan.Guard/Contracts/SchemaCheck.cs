using System.Globalization;
using System.Text.Json;

namespace Bartizan.Guard.Contracts;

/// <summary>
/// Holds one value to a schema. Choices inside choices could multiply the work, so it is counted, and what takes more than in proportion to the text
/// breaks the contract by the rule <c>budget</c>.
/// </summary>
/// <param name="length">UTF-16 units of the text.</param>
internal sealed class SchemaCheck(int length)
{
    private const int StepsAtLeast = 10_000;
    private const int StepsPerUnit = 64;
    private const int Deepest = 512;

    private readonly List<string> _path = [];
    private ContractBreach? _breach;
    private int _depth;
    private long _steps = StepsAtLeast + ((long)StepsPerUnit * length);

    /// <summary>The first way in which the value breaks the schema; null when it keeps it.</summary>
    public ContractBreach? Run(JsonElement value, Schema schema) => Holds(value, schema) ? null : _breach;

    private bool Holds(JsonElement value, Schema schema)
    {
        if (--_steps < 0 || _depth == Deepest)
        {
            return Broken("budget");
        }

        _depth++;
        var holds = HoldsHere(value, schema);
        _depth--;
        return holds;
    }

    private bool HoldsHere(JsonElement value, Schema schema)
    {
        if (!schema.Satisfiable)
        {
            return Broken("false");
        }

        if (schema.Types != JsonKinds.None && (schema.Types & JsonKindsOf.Value(value)) == JsonKinds.None)
        {
            return Broken("type");
        }

        if (schema.Const is { } constant && !JsonElement.DeepEquals(constant, value))
        {
            return Broken("const");
        }

        if (schema.Enum is { } words && !words.Any(w => JsonElement.DeepEquals(w, value)))
        {
            return Broken("enum");
        }

        var inside = value.ValueKind switch
        {
            JsonValueKind.Object => Members(value, schema),
            JsonValueKind.Array => Elements(value, schema),
            JsonValueKind.String => schema.Pattern is not { } pattern || pattern.IsMatch(value.GetString()!) || Broken("pattern"),
            _ => true,
        };
        return inside && Limits(value, schema) && Choices(value, schema);
    }

    private bool Members(JsonElement value, Schema schema)
    {
        foreach (var name in schema.Required)
        {
            if (!value.TryGetProperty(name, out _))
            {
                return Broken($"required ({name})");
            }
        }

        foreach (var member in value.EnumerateObject())
        {
            var known = schema.Properties.TryGetValue(member.Name, out var own);
            if (known || schema.Additional is not null)
            {
                if (!known && !schema.Additional!.Satisfiable)
                {
                    return Broken("additionalProperties");
                }

                _path.Add(known ? member.Name : "*");
                if (!Holds(member.Value, own ?? schema.Additional!))
                {
                    return false;
                }

                _path.RemoveAt(_path.Count - 1);
            }
        }

        return true;
    }

    private bool Elements(JsonElement value, Schema schema)
    {
        if (schema.Items is not { } items)
        {
            return true;
        }

        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            _path.Add(index++.ToString(CultureInfo.InvariantCulture));
            if (!Holds(element, items))
            {
                return false;
            }

            _path.RemoveAt(_path.Count - 1);
        }

        return true;
    }

    private bool Limits(JsonElement value, Schema schema)
    {
        foreach (var (keyword, limit) in schema.Limits)
        {
            if (Compare(keyword, value, limit) is { } order && (keyword switch
            {
                "exclusiveMinimum" => order <= 0,
                "exclusiveMaximum" => order >= 0,
                _ when keyword.StartsWith("min", StringComparison.Ordinal) => order < 0,
                _ => order > 0,
            }))
            {
                return Broken(keyword);
            }
        }

        return true;
    }

    // How what the keyword measures compares with its limit; null where it does not speak of such values.
    private static int? Compare(string keyword, JsonElement value, JsonElement limit) => (value.ValueKind, keyword) switch
    {
        (JsonValueKind.String, "minLength" or "maxLength") => value.GetString()!.EnumerateRunes().Count().CompareTo(limit.GetInt32()),
        (JsonValueKind.Array, "minItems" or "maxItems") => value.GetArrayLength().CompareTo(limit.GetInt32()),
        (JsonValueKind.Object, "minProperties" or "maxProperties") => value.GetPropertyCount().CompareTo(limit.GetInt32()),
        (JsonValueKind.Number, "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum") =>
            value.TryGetDecimal(out var exact) && limit.TryGetDecimal(out var bound) ? exact.CompareTo(bound) : value.GetDouble().CompareTo(limit.GetDouble()),
        _ => null,
    };

    private bool Choices(JsonElement value, Schema schema)
    {
        if (schema.Ref is { } other && !Holds(value, other))
        {
            return false;
        }

        foreach (var one in schema.AllOf)
        {
            if (!Holds(value, one))
            {
                return false;
            }
        }

        return (schema.AnyOf.Count == 0 || Fitting(value, schema.AnyOf, 1) > 0 || Broken("anyOf"))
            && (schema.OneOf.Count == 0 || Fitting(value, schema.OneOf, 2) == 1 || Broken("oneOf"));
    }

    // How many of the schemas hold, up to enough; what breaks the others does not count.
    private int Fitting(JsonElement value, IReadOnlyList<Schema> schemas, int enough)
    {
        var (depth, fitting) = (_path.Count, 0);
        for (var i = 0; i < schemas.Count && fitting < enough; i++)
        {
            fitting += Holds(value, schemas[i]) ? 1 : 0;
            _path.RemoveRange(depth, _path.Count - depth);
            _breach = _steps < 0 ? _breach : null;
        }

        return fitting;
    }

    private bool Broken(string rule)
    {
        _breach ??= new ContractBreach(_path.Aggregate("", SchemaPlaces.Step), rule);
        return false;
    }
}
