using System.Text.Json;
using Bartizan.Core.Results;

namespace Bartizan.Identity.AuthZen.Requests;

/// <summary>Takes apart JSON that a stranger wrote; whatever is not as it must be is an <see cref="InputException"/> that names the field.</summary>
internal static class Json
{
    /// <summary>Characters of a type, id or name: each may be recorded many times for one that was sent once.</summary>
    public const int LongestName = 1_024;

    /// <summary>Properties of one subject, resource, action or context: they are put together anew for each evaluation of a batch.</summary>
    public const int MostProperties = 1_000;

    /// <summary>Reads a body: one object, no field twice, not deeper than allowed.</summary>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8, int depth)
    {
        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = depth, AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }
        }
        catch (JsonException e)
        {
            throw new InputException(new InputError($"This is not valid JSON: {e.Message.Split(" LineNumber:")[0]}", Line: (int)(e.LineNumber ?? 0) + 1, Column: (int)(e.BytePositionInLine ?? 0) + 1));
        }
        catch (InvalidOperationException)
        {
            throw new InputException(new InputError("A name holds half a surrogate pair.", "Write whole characters."));
        }

        document.Dispose();
        throw new InputException(new InputError("The body must be one JSON object."));
    }

    /// <summary>A field of an object, or null when it is not there or null.</summary>
    public static JsonElement? Field(JsonElement? json, string name) =>
        json is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var field) && field.ValueKind != JsonValueKind.Null ? field : null;

    /// <summary>What must be an object.</summary>
    public static JsonElement Object(JsonElement? json, string path) => json switch
    {
        null => throw Missing(path),
        { ValueKind: JsonValueKind.Object } found => found,
        _ => throw Wrong(path, "an object"),
    };

    /// <summary>An object of at most <see cref="MostProperties"/> fields.</summary>
    public static JsonElement Properties(JsonElement? json, string path) => Object(json, path) is var found && found.GetPropertyCount() <= MostProperties
        ? found
        : throw new InputException(new InputError($"{path} has more than {MostProperties} fields.", "Send what policies read."));

    /// <summary>A text of 1 to <see cref="LongestName"/> characters.</summary>
    public static string Name(JsonElement? json, string path)
    {
        if (json is not { } found)
        {
            throw Missing(path);
        }

        if (found.ValueKind != JsonValueKind.String)
        {
            throw Wrong(path, "a string");
        }

        var text = Text(found, path);
        return text.Length is > 0 and <= LongestName ? text : throw new InputException(new InputError($"{path} must have 1 to {LongestName} characters."));
    }

    /// <summary>The text of a string.</summary>
    public static string Text(JsonElement json, string path)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new InputException(new InputError($"{path} holds half a surrogate pair.", "Write whole characters."));
        }
    }

    public static InputException Missing(string path) => new(new InputError($"{path} is missing."));

    public static InputException Wrong(string path, string expected) => new(new InputError($"{path} must be {expected}."));
}
