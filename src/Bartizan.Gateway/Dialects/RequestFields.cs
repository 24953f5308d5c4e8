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
        Forbid(cursor.Token == JsonTokenType.String && !Plain.IsHarmless(cursor.Raw), "model holds what looks like a credential or a card number.");
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

    /// <summary>
    /// On the key of a setting that bounds the answer: the number it sets, <see cref="long.MaxValue"/> when it is something else than a count, null when
    /// it is null. The value is then inspected like any field without a rule of its own.
    /// </summary>
    public static long? Bound(ref JsonCursor cursor, SegmentStore store, string? path = null)
    {
        var ahead = cursor;
        ahead.ReadAhead();
        var bound = ahead.Token == JsonTokenType.Null ? (long?)null : ahead.Integer() is >= 0 and var count ? count : long.MaxValue;
        Leaves.Field(ref cursor, store, path);
        return bound;
    }

    /// <summary>The larger of two bounds, or the one there is.</summary>
    public static long? Larger(long? one, long? other) => one is null || other > one ? other : one;

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
