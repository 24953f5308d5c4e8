using System.Collections.Concurrent;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects;

/// <summary>Texts of the places of segments, with the commonest made once.</summary>
internal static class Paths
{
    private const int CachedItems = 64;
    private const int CachedArrays = 128;
    private static readonly ConcurrentDictionary<string, string[]> Cache = new(StringComparer.Ordinal);

    /// <summary><c>array[index]</c>.</summary>
    public static string Item(string array, int index)
    {
        if (index >= CachedItems)
        {
            return $"{array}[{index}]";
        }

        if (!Cache.TryGetValue(array, out var items))
        {
            if (Cache.Count >= CachedArrays)
            {
                return $"{array}[{index}]";
            }

            items = [.. Enumerable.Range(0, CachedItems).Select(i => $"{array}[{i}]")];
            Cache.TryAdd(array, items);
        }

        return items[index];
    }

    /// <summary><c>parent.field</c>.</summary>
    public static string Member(string parent, string field) => $"{parent}.{field}";

    /// <summary>The current key as a path, or <c>*</c> when it is not a plain word: a path is shown to people and must not carry text.</summary>
    public static string Key(ref JsonCursor cursor, string? parent = null)
    {
        var key = Plain.IsWord(cursor.Raw) ? cursor.Text() : "*";
        return parent is null ? key : $"{parent}.{key}";
    }
}
