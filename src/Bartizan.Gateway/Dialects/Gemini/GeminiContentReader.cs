using System.Text.Json;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.Gemini;

/// <summary>Reads a content, which is a role and parts, alike in requests and in responses. Where the API takes a list, it takes a single item too.</summary>
internal static class GeminiContentReader
{
    /// <summary>Reads the content at <paramref name="path"/>; proposed calls go to <paramref name="calls"/>, null in a request, where they are history.</summary>
    public static void Read(ref JsonCursor cursor, SegmentStore store, string path, Speaker speaker, List<ProposedToolCall>? calls)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            Leaves.Text(ref cursor, store, speaker.Role, speaker.Provenance, path);
            return;
        }

        var fields = default(GeminiFields);
        while (cursor.NextKey())
        {
            if (fields.Take(ref cursor) == GeminiField.Parts)
            {
                cursor.Read();
                Parts(ref cursor, store, Paths.Member(path, "parts"), speaker, calls);
            }
            else
            {
                Leaves.Field(ref cursor, store, path, speaker.Role);
            }
        }
    }

    /// <summary>Reads the parts at <paramref name="path"/>.</summary>
    public static void Parts(ref JsonCursor cursor, SegmentStore store, string path, Speaker speaker, List<ProposedToolCall>? calls)
    {
        var list = cursor.Token == JsonTokenType.StartArray;
        for (var i = 0; list ? cursor.NextItem() : i == 0; i++)
        {
            GeminiPartReader.Read(ref cursor, store, list ? Paths.Item(path, i) : path, speaker, calls);
        }
    }
}
