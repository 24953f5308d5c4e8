using System.Text.Json;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects;

/// <summary>Top-level fields of requests, which every dialect treats alike.</summary>
internal static class RequestFields
{
    private const int LongestModelName = 256;

    /// <summary>The model's name.</summary>
    public static string Model(ref JsonCursor cursor)
    {
        var model = cursor.Token == JsonTokenType.String ? cursor.Text() : "";
        return model.Length is > 0 and <= LongestModelName
            ? model
            : throw JsonRefusal.Field($"model must be a string of 1 to {LongestModelName} characters.");
    }

    /// <summary>True, false, or null for false; anything else is refused, since upstreams differ on it.</summary>
    public static bool Flag(ref JsonCursor cursor, string field) => cursor.Token switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False or JsonTokenType.Null => false,
        _ => throw JsonRefusal.Field($"{field} must be true or false."),
    };

    /// <summary>Refuses when a field without which nothing can be decided is missing.</summary>
    public static void Require(bool present, string field)
    {
        if (!present)
        {
            throw JsonRefusal.Field($"{field} is missing.");
        }
    }

    /// <summary>Refuses when a field asks for what would escape inspection.</summary>
    public static void Forbid(bool asked, string what)
    {
        if (asked)
        {
            throw JsonRefusal.Field(what);
        }
    }

    /// <summary>On the key of a field that has no rule of its own: plain settings pass, anything that can hold text is inspected.</summary>
    public static void Unknown(ref JsonCursor cursor, SegmentStore store) => Leaves.Field(ref cursor, store, null);
}
