using System.Collections.Concurrent;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects;

/// <summary>Texts of the places of segments, with the common ones made once.</summary>
internal static class Paths
{
    private const int Cached = 128;
    private static readonly ConcurrentDictionary<string, string[]> Items = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<(string, string), string> Members = new();

    /// <summary><c>array[index]</c>; <paramref name="array"/> is one of our own constants.</summary>
    public static string Item(string array, int index) => index < Cached
        ? Items.GetOrAdd(array, static a => [.. Enumerable.Range(0, Cached).Select(i => $"{a}[{i}]")])[index]
        : $"{array}[{index}]";

    /// <summary><c>item.field</c>, where <paramref name="item"/> came from <see cref="Item"/> and <paramref name="field"/> is a constant.</summary>
    public static string Member(string item, string field)
    {
        if (Members.TryGetValue((item, field), out var path))
        {
            return path;
        }

        path = $"{item}.{field}";
        if (Members.Count < 16 * Cached)
        {
            Members.TryAdd((item, field), path);
        }

        return path;
    }

    /// <summary>The current key as a path, or <c>*</c> when it is not a plain word: a path is shown to people and must not carry text.</summary>
    public static string Key(ref JsonCursor cursor, string? parent = null)
    {
        var key = Plain.IsIdentifier(cursor.Raw) && cursor.Raw.Length <= 64 ? cursor.Text() : "*";
        return parent is null ? key : $"{parent}.{key}";
    }
}
