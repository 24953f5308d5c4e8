using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.Gemini;

/// <summary>Reads the tools offered: functions that are declared, and the vendor's own, each of which is a field by its name.</summary>
internal static class GeminiTools
{
    /// <summary>Reads the tools, adding their names to <paramref name="names"/>.</summary>
    public static void Read(ref JsonCursor cursor, SegmentStore store, List<string> names)
    {
        var list = cursor.Token == JsonTokenType.StartArray;
        if (!list && cursor.Token is not (JsonTokenType.StartObject or JsonTokenType.Null))
        {
            throw JsonRefusal.Field("tools must be an array.");
        }

        for (var i = 0; list ? cursor.NextItem() : i == 0; i++)
        {
            var path = list ? Paths.Item("tools", i) : "tools";
            if (cursor.Token == JsonTokenType.StartObject)
            {
                Tool(ref cursor, store, path, names);
            }
            else
            {
                Leaves.Generic(ref cursor, store, SegmentRole.ToolDefinition, path);
            }
        }
    }

    private static void Tool(ref JsonCursor cursor, SegmentStore store, string path, List<string> names)
    {
        var fields = default(GeminiFields);
        while (cursor.NextKey())
        {
            var place = Paths.Key(ref cursor, path);
            if (fields.Take(ref cursor) == GeminiField.FunctionDeclarations)
            {
                cursor.Read();
                ToolDefinitions.Read(ref cursor, store, names, place);
            }
            else if (!Plain.IsWord(cursor.Raw))
            {
                names.Add("");
                Leaves.Field(ref cursor, store, path, SegmentRole.ToolDefinition);
            }
            else
            {
                var name = GeminiFields.Camel(cursor.Text());
                cursor.Read();
                if (cursor.Token != JsonTokenType.Null)
                {
                    names.Add(name);
                    Leaves.Composite(ref cursor, store, SegmentRole.ToolDefinition, Provenance.Trusted, place, LeafStyle.Schema);
                }
            }
        }
    }
}
