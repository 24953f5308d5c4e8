using System.Text.Json;
using Bartizan.Core.Identity;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Issuing;

/// <summary>
/// The type of <c>authorization_details</c> (RFC 9396) that names models and tools: <c>{"type":"bartizan_use","models":["gpt-*"],"tools":["github/get_issue"]}</c>.
/// A list that is left out is empty.
/// </summary>
internal static class UseDetails
{
    /// <summary>The value of <c>type</c>.</summary>
    public const string Type = "bartizan_use";

    /// <summary>Reads a token's claim, an array of one; null when it is not exactly that.</summary>
    public static TokenAuthority? ReadClaim(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array && json.GetArrayLength() == 1 && json[0].ValueKind == JsonValueKind.Object ? Read(json[0]) : null;

    /// <summary>Reads the object; null when it is not exactly that.</summary>
    public static TokenAuthority? Read(JsonElement detail) =>
        detail.Text("type") == Type
        && detail.EnumerateObject().All(p => p.Name is "type" or "models" or "tools")
        && Entries(detail, "models") is { } models
        && Entries(detail, "tools") is { } tools
            ? new TokenAuthority(models, tools)
            : null;

    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter json, TokenAuthority authority)
    {
        json.WriteStartObject();
        json.WriteString("type", Type);
        Write(json, "models", authority.Models);
        Write(json, "tools", authority.Tools);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> entries)
    {
        json.WriteStartArray(name);
        foreach (var entry in entries)
        {
            json.WriteStringValue(entry);
        }

        json.WriteEndArray();
    }

    private static string[]? Entries(JsonElement detail, string name)
    {
        if (!detail.TryGetProperty(name, out var list))
        {
            return [];
        }

        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > TokenAuthority.MaxEntries || list.EnumerateArray().Any(e => e.ValueKind != JsonValueKind.String))
        {
            return null;
        }

        string[] entries = [.. list.EnumerateArray().Select(e => e.GetString()!)];
        return entries.All(TokenAuthority.IsEntry) ? entries : null;
    }
}
