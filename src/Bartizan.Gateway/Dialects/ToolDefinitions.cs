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
    public static void Read(ref JsonCursor cursor, SegmentStore store, List<string> names, string field)
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

            string? name = null, type = null;
            store.Begin(SegmentRole.ToolDefinition, Provenance.Trusted, path);
            Members(ref cursor, store, ref name, ref type);
            store.End();
            names.Add(name ?? type ?? "");
        }
    }

    // The keys down to the name have meaning, so no variants of them are let through; below, a schema may name its properties as it likes.
    private static void Members(ref JsonCursor cursor, SegmentStore store, ref string? name, ref string? type)
    {
        while (cursor.NextKey())
        {
            var named = cursor.Is("name"u8) || cursor.Is("mcp_server_name"u8);
            var typed = cursor.Is("type"u8);
            var nested = cursor.Is("function"u8) || cursor.Is("custom"u8);
            if (!Plain.IsWord(cursor.Raw))
            {
                store.Add(ref cursor, PieceKind.Key);
            }

            cursor.Read();
            if (cursor.Token == JsonTokenType.StartObject && nested)
            {
                Members(ref cursor, store, ref name, ref type);
                continue;
            }

            if (cursor.Token == JsonTokenType.String && (named || typed))
            {
                (named ? ref name : ref type) ??= cursor.Text();
            }

            Leaves.Collect(ref cursor, store, LeafStyle.Schema);
        }
    }
}
