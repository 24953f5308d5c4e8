using System.Text.Json;

namespace Bartizan.Guard.Contracts;

/// <summary>The types of JSON schema; a number without a fraction is an integer too.</summary>
[Flags]
internal enum JsonKinds
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Object = 4,
    Array = 8,
    String = 16,
    Integer = 32,
    Number = 64,
}

/// <summary>Names and tests of types.</summary>
internal static class JsonKindsOf
{
    /// <summary>The type of a schema's word for it; none when there is no such word.</summary>
    public static JsonKinds Word(string? word) => word switch
    {
        "null" => JsonKinds.Null,
        "boolean" => JsonKinds.Boolean,
        "object" => JsonKinds.Object,
        "array" => JsonKinds.Array,
        "string" => JsonKinds.String,
        "integer" => JsonKinds.Integer,
        "number" => JsonKinds.Number,
        _ => JsonKinds.None,
    };

    /// <summary>Every type that a value has.</summary>
    public static JsonKinds Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => JsonKinds.Null,
        JsonValueKind.True or JsonValueKind.False => JsonKinds.Boolean,
        JsonValueKind.Object => JsonKinds.Object,
        JsonValueKind.Array => JsonKinds.Array,
        JsonValueKind.String => JsonKinds.String,
        JsonValueKind.Number => IsInteger(value) ? JsonKinds.Integer | JsonKinds.Number : JsonKinds.Number,
        _ => JsonKinds.None,
    };

    private static bool IsInteger(JsonElement number) => number.TryGetInt64(out _) || (number.GetDouble() is var value && double.IsFinite(value) && Math.Floor(value) == value);
}
