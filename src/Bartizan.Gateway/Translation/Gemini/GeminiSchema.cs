using System.Text.Json;

namespace Bartizan.Gateway.Translation.Gemini;

/// <summary>
/// Turns Gemini's own schema, a part of OpenAPI 3.0's in its own spelling, into JSON Schema: types in small letters, <c>nullable</c> as a type,
/// counts as numbers. The other way needs nothing: Gemini takes JSON Schema as it is.
/// </summary>
internal static class GeminiSchema
{
    /// <summary>The same schema as JSON Schema.</summary>
    public static JsonElement ToJsonSchema(JsonElement schema, string path) =>
        Texts.Make(schema, (json, value) => Write(json, value, path));

    private static void Write(Utf8JsonWriter json, JsonElement schema, string place)
    {
        var members = GeminiWords.Members(schema, place).ToList();
        var nullable = members.Exists(m => m.Name == "nullable" && m.Value.ValueKind == JsonValueKind.True);
        json.WriteStartObject();
        foreach (var (name, value, path) in members)
        {
            switch (name)
            {
                case "type":
                    Type(json, Expect.Word(value, path).ToLowerInvariant(), nullable);
                    break;
                case "properties":
                    json.WriteStartObject(name);
                    foreach (var property in Expect.Members(value, path))
                    {
                        json.WritePropertyName(property.Name);
                        Write(json, property.Value, path);
                    }

                    json.WriteEndObject();
                    break;
                case "items":
                    json.WritePropertyName(name);
                    Write(json, value, path);
                    break;
                case "anyOf":
                    json.WriteStartArray(name);
                    foreach (var (item, at) in Expect.Items(value, path))
                    {
                        Write(json, item, at);
                    }

                    json.WriteEndArray();
                    break;
                case "minItems" or "maxItems" or "minLength" or "maxLength" or "minProperties" or "maxProperties" when value.ValueKind == JsonValueKind.String:
                    json.WriteNumber(name, long.TryParse(Texts.Decode(value), out var count) ? count : throw Untranslatable.Here(path, "it must be a number."));
                    break;
                // Said with the type, or words for people and for Gemini alone.
                case "nullable" or "propertyOrdering" or "example":
                    break;
                default:
                    Texts.Write(json, name, value);
                    break;
            }
        }

        json.WriteEndObject();
    }

    private static void Type(Utf8JsonWriter json, string type, bool nullable)
    {
        if (!nullable)
        {
            json.WriteString("type", type);
            return;
        }

        json.WriteStartArray("type");
        json.WriteStringValue(type);
        json.WriteStringValue("null");
        json.WriteEndArray();
    }
}
