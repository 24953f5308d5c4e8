using System.Text.Json;
using System.Text.Unicode;

namespace Bartizan.Identity.Jose;

/// <summary>Reads JSON of strangers: one object, no member twice, no comments, no broken text, and not deep.</summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>The object, or null when it is not exactly one sound object. How long it may be is the caller's affair.</summary>
    public static JsonElement? Object(ReadOnlySpan<byte> utf8) => Parse(utf8) is { ValueKind: JsonValueKind.Object } element ? element : null;

    /// <summary>The value, or null when it is not exactly one sound value.</summary>
    public static JsonElement? Parse(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return null;
        }

        try
        {
            var element = JsonElement.Parse(utf8, Options);
            return IsSound(element) ? element : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A member's text; null when it is missing, no text, empty or longer than <paramref name="longest"/>.</summary>
    public static string? Text(this JsonElement json, string name, int longest = 256) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && text.Length <= longest ? text : null;

    /// <summary>A member's list of texts without those that are none; null when it is missing, no list or longer than <paramref name="most"/>.</summary>
    public static IReadOnlyList<string>? Texts(this JsonElement json, string name, int most) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= most
            ? [.. value.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)]
            : null;

    /// <summary>A member's time in whole seconds since 1970; null when it is missing or no such number.</summary>
    public static DateTimeOffset? Time(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds) && seconds is >= 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>Whether there is such a member, whatever it holds.</summary>
    public static bool Has(this JsonElement json, string name) => json.TryGetProperty(name, out _);

    // Half a surrogate pair is well-formed JSON but no text.
    private static bool IsSound(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.Object => element.EnumerateObject().All(p => p.Name is not null && IsSound(p.Value)),
                JsonValueKind.Array => element.EnumerateArray().All(IsSound),
                JsonValueKind.String => element.GetString() is not null,
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
