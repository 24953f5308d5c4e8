using System.Globalization;
using System.Text;
using System.Text.Json;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Mcp.Wire;

/// <summary>An argument that a tool's schema wants repeated in a header (<c>x-mcp-header</c>).</summary>
/// <param name="Header">The header's name after <c>Mcp-Param-</c>.</param>
/// <param name="Path">Property names from the arguments down to the value.</param>
internal sealed record MirroredParameter(string Header, IReadOnlyList<string> Path)
{
    private const int DeepestSchema = 64;

    /// <summary>Every such argument of a tool; null when an annotation stands where the specification allows none, which makes the tool invalid.</summary>
    public static IReadOnlyList<MirroredParameter>? OfDefinition(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = DeepestSchema });
        var found = new List<MirroredParameter>();
        var fine = !document.RootElement.TryGetProperty("inputSchema", out var schema) || Collect(schema, [], reachable: true, found);
        return fine && found.Select(p => p.Header).Distinct(StringComparer.OrdinalIgnoreCase).Count() == found.Count ? found : null;
    }

    /// <summary>The value's text in the arguments of a call, or null when there is none.</summary>
    public string? ValueIn(McpMessage message, ReadOnlySpan<byte> body)
    {
        if (message.Arguments.IsEmpty)
        {
            return null;
        }

        using var keys = new KeyLedger();
        var cursor = new JsonCursor(body[message.Arguments.Start..message.Arguments.End], keys);
        foreach (var name in Path)
        {
            if (cursor.Token != JsonTokenType.StartObject || !MoveTo(ref cursor, Encoding.UTF8.GetBytes(name)))
            {
                return null;
            }
        }

        return cursor.Token switch
        {
            JsonTokenType.String => cursor.Text(),
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            JsonTokenType.Number => Encoding.ASCII.GetString(cursor.Raw),
            _ => null,
        };
    }

    /// <summary>Whether a header's text says the value: numbers by what they count, everything else letter by letter.</summary>
    public static bool Equal(string? header, string value) =>
        header == value
        || (header is not null
            && decimal.TryParse(header, NumberStyles.Float, CultureInfo.InvariantCulture, out var a)
            && decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var b)
            && a == b);

    private static bool MoveTo(ref JsonCursor cursor, ReadOnlySpan<byte> name)
    {
        cursor.EnterFreeForm();
        while (cursor.NextKey())
        {
            var found = cursor.Is(name);
            cursor.Read();
            if (found)
            {
                return true;
            }

            cursor.Skip();
        }

        return false;
    }

    // Only properties reached by nothing but "properties" may be annotated.
    private static bool Collect(JsonElement schema, string[] path, bool reachable, List<MirroredParameter> found)
    {
        if (schema.ValueKind == JsonValueKind.Array)
        {
            return schema.EnumerateArray().All(item => Collect(item, path, reachable: false, found));
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        foreach (var member in schema.EnumerateObject())
        {
            var fine = member.Name switch
            {
                "x-mcp-header" => reachable && path.Length > 0 && IsToken(member.Value) && IsPrimitive(schema) && Add(member.Value.GetString()!, path, found),
                "properties" when member.Value.ValueKind == JsonValueKind.Object =>
                    member.Value.EnumerateObject().All(p => Collect(p.Value, [.. path, p.Name], reachable, found)),
                "default" or "const" or "enum" or "examples" => true,
                _ => Collect(member.Value, path, reachable: false, found),
            };
            if (!fine)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Add(string header, string[] path, List<MirroredParameter> found)
    {
        found.Add(new MirroredParameter(header, path));
        return true;
    }

    private static bool IsToken(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 and <= 64 } text
        && text.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));

    private static bool IsPrimitive(JsonElement schema) =>
        schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() is "string" or "integer" or "boolean";
}
