using System.Text.Json;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Translation;

/// <summary>Takes values of the kind that a place must hold, and refuses others.</summary>
internal static class Expect
{
    /// <summary>The members of an object; those that are null count as absent.</summary>
    public static IEnumerable<JsonProperty> Members(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Untranslatable.Here(path, "it must be an object.");
        }

        return value.EnumerateObject().Where(m => m.Value.ValueKind != JsonValueKind.Null);
    }

    /// <summary>The items of an array, with their places; where <paramref name="orOne"/>, a value that is no array stands for its only item.</summary>
    public static IEnumerable<(JsonElement Value, string Path)> Items(JsonElement value, string path, bool orOne = false) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select((item, i) => (item, Paths.Item(path, i)))
        : orOne ? [(value, path)]
        : throw Untranslatable.Here(path, "it must be an array.");

    /// <summary>A JSON string, as it stands.</summary>
    public static JsonElement Text(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.String ? value : throw Untranslatable.Here(path, "it must be a text.");

    /// <summary>A string's text.</summary>
    public static string Word(JsonElement value, string path) => Texts.Decode(Text(value, path));

    /// <summary>An object, as it stands.</summary>
    public static JsonElement Object(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.Object ? value : throw Untranslatable.Here(path, "it must be an object.");

    /// <summary>A number, as it stands.</summary>
    public static JsonElement Number(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.Number ? value : throw Untranslatable.Here(path, "it must be a number.");

    /// <summary>True or false.</summary>
    public static bool YesNo(JsonElement value, string path) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Untranslatable.Here(path, "it must be true or false.");

    /// <summary>A member that must be there.</summary>
    public static JsonElement Member(JsonElement value, string name, string path) =>
        Object(value, path).TryGetProperty(name, out var member) ? member : throw Untranslatable.Here(path, $"{name} is missing.");

    /// <summary>A text member, or null when there is none.</summary>
    public static string? WordIn(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? Texts.Decode(member) : null;

    /// <summary>A whole number that is a member, or null when there is none.</summary>
    public static long? CountIn(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Number && member.TryGetInt64(out var count) ? count : null;

    /// <summary>A picture in base64; anything else in such a place would reach another provider as a document.</summary>
    public static ImagePart Picture(string mediaType, string data, string path) =>
        mediaType.StartsWith("image/", StringComparison.OrdinalIgnoreCase) ? new ImagePart(mediaType, data) : throw Untranslatable.Here(path, "only pictures can be translated, not other files.");

    /// <summary>A picture that the provider is to fetch.</summary>
    public static ImagePart PictureAt(string address, string path) =>
        address.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || address.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            ? new ImagePart(null, address)
            : throw Untranslatable.Here(path, "a picture's address must begin with https:// or http://.");

    /// <summary>Refuses an object with other members than those named.</summary>
    public static void Only(JsonElement value, string path, params ReadOnlySpan<string> names)
    {
        foreach (var member in Members(value, path))
        {
            if (!names.Contains(member.Name))
            {
                throw NotKnown(path, member);
            }
        }
    }

    /// <summary>Refuses a field that nobody knows, naming it when it is a plain word.</summary>
    public static JsonRefusal NotKnown(string path, JsonProperty member) => Untranslatable.Unknown(In(path, member.Name));

    /// <summary>A member's place; <c>*</c> when its name is not a plain word, so that no text gets into messages.</summary>
    public static string In(string path, string name)
    {
        var shown = name.Length <= 40 && name.All(c => char.IsAsciiLetter(c) || c == '_') ? name : "*";
        return path.Length == 0 ? shown : Paths.Member(path, shown);
    }
}
