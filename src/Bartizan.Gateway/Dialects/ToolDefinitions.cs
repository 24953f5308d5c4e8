using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects;

/// <summary>
/// Tools offered to the model: one segment each, with everything a model reads of it. The application vouches for them (Trusted), but a poisoned
/// description is found like any other text; the role lets a policy tell them apart.
/// </summary>
internal static class ToolDefinitions
{
    /// <summary>Reads the array <paramref name="field"/>, adding the tools' names to <paramref name="names"/>.</summary>
    public static void Read(ref JsonCursor cursor, SegmentStore store, List<string> names, string field, Provenance provenance = Provenance.Trusted)
    {
        if (cursor.Token == JsonTokenType.Null)
        {
            return;
        }

        if (cursor.Token != JsonTokenType.StartArray)
        {
            throw JsonRefusal.Field($"{field} must be an array.");
        }

        for (var i = 0; cursor.NextItem(); i++)
        {
            var path = Paths.Item(field, i);
            if (cursor.Token != JsonTokenType.StartObject)
            {
                Leaves.Generic(ref cursor, store, SegmentRole.ToolDefinition, path);
                continue;
            }

            store.Begin(SegmentRole.ToolDefinition, provenance, path);
            Tool(ref cursor, store, names);
            store.End();
        }
    }

    // Every name in a definition counts: readers differ on which of two is the tool's.
    private static void Tool(ref JsonCursor cursor, SegmentStore store, List<string> names)
    {
        string? type = null;
        var before = names.Count;
        var first = cursor;
        first.ReadAhead();
        Members(ref cursor, store, names, ref type);
        // Among tools there may stand a mark for caching, which is none.
        if (names.Count == before && !(first.Token == JsonTokenType.PropertyName && first.Is("cachePoint"u8)))
        {
            names.Add(type ?? "");
        }
    }

    // The keys down to the name have meaning, so no variants of them are let through; below, a schema may name its properties as it likes.
    private static void Members(ref JsonCursor cursor, SegmentStore store, List<string> names, ref string? type)
    {
        while (cursor.NextKey())
        {
            var named = cursor.Is("name"u8) || cursor.Is("mcp_server_name"u8) || cursor.Is("server_label"u8);
            var typed = cursor.Is("type"u8);
            var nested = cursor.Is("function"u8) || cursor.Is("custom"u8) || cursor.Is("toolSpec"u8) || cursor.Is("systemTool"u8);
            var group = cursor.Is("tools"u8);
            if (!Plain.IsWord(cursor.Raw))
            {
                store.Add(ref cursor, PieceKind.Key);
            }

            cursor.Read();
            if (cursor.Token == JsonTokenType.StartObject && nested)
            {
                Members(ref cursor, store, names, ref type);
            }
            else if (cursor.Token == JsonTokenType.StartArray && group)
            {
                Group(ref cursor, store, names);
            }
            else
            {
                if (cursor.Token == JsonTokenType.String && named)
                {
                    names.Add(cursor.Text());
                }
                else if (cursor.Token == JsonTokenType.String && typed)
                {
                    type ??= cursor.Text();
                }

                Leaves.Collect(ref cursor, store, LeafStyle.Schema);
            }
        }
    }

    // A namespace holds tools of its own, which the model may call like any other.
    private static void Group(ref JsonCursor cursor, SegmentStore store, List<string> names)
    {
        while (cursor.NextItem())
        {
            if (cursor.Token == JsonTokenType.StartObject)
            {
                Tool(ref cursor, store, names);
            }
            else
            {
                Leaves.Collect(ref cursor, store, LeafStyle.Schema);
            }
        }
    }
}
