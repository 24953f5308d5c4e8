using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.Gemini;

/// <summary>Reads the body of a generateContent or streamGenerateContent request. Model and stream stand in the path, not in the body.</summary>
internal static class GeminiRequestReader
{
    /// <summary>Walks the whole request.</summary>
    public static void Read(ref JsonCursor cursor, RequestReading reading)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            throw JsonRefusal.Field("The body must be a JSON object.");
        }

        var store = reading.Store;
        var tools = new List<string>();
        var contents = false;
        var fields = default(GeminiFields);
        while (cursor.NextKey())
        {
            var field = fields.Take(ref cursor);
            switch (field)
            {
                case GeminiField.Contents:
                    cursor.Read();
                    Contents(ref cursor, store);
                    contents = true;
                    break;
                case GeminiField.SystemInstruction:
                    var place = Paths.Key(ref cursor);
                    cursor.Read();
                    GeminiContentReader.Read(ref cursor, store, place, new Speaker(SegmentRole.System, Provenance.Trusted), calls: null);
                    break;
                case GeminiField.Tools:
                    cursor.Read();
                    GeminiTools.Read(ref cursor, store, tools);
                    break;
                case GeminiField.CachedContent:
                    var name = Leaves.Word(ref cursor, store, null, SegmentRole.Document);
                    reading.HidesContext |= name is null ? cursor.Token != JsonTokenType.Null : name.Length > 0;
                    break;
                default:
                    Setting(ref cursor, reading, field);
                    break;
            }
        }

        RequestFields.Require(contents, "contents");
        reading.Tools = tools;
    }

    private static void Setting(ref JsonCursor cursor, RequestReading reading, GeminiField field)
    {
        var store = reading.Store;
        if (field is not (GeminiField.ToolConfig or GeminiField.Labels or GeminiField.GenerationConfig))
        {
            // What policy decided on must be what is asked.
            RequestFields.Forbid(cursor.Is("model"u8), "model: the path names it; leave it out of the body.");
            RequestFields.Unknown(ref cursor, store);
            return;
        }

        var place = Paths.Key(ref cursor);
        cursor.Read();
        if (field == GeminiField.ToolConfig)
        {
            Leaves.Composite(ref cursor, store, SegmentRole.ToolDefinition, Provenance.Trusted, place, LeafStyle.Schema);
        }
        else if (field == GeminiField.Labels)
        {
            Leaves.Composite(ref cursor, store, SegmentRole.User, Provenance.User, place);
        }
        else
        {
            GenerationConfig(ref cursor, reading, place);
        }
    }

    private static void GenerationConfig(ref JsonCursor cursor, RequestReading reading, string path)
    {
        var store = reading.Store;
        if (cursor.Token != JsonTokenType.StartObject)
        {
            Leaves.Generic(ref cursor, store, SegmentRole.Document, path);
            return;
        }

        var fields = default(GeminiFields);
        while (cursor.NextKey())
        {
            var field = fields.Take(ref cursor);
            if (field == GeminiField.MaxOutputTokens)
            {
                reading.MostOutput = RequestFields.Bound(ref cursor, store, path);
                continue;
            }

            if (field == GeminiField.CandidateCount)
            {
                reading.Answers = RequestFields.Bound(ref cursor, store, path) ?? 1;
                continue;
            }

            if (field is not (GeminiField.ResponseSchema or GeminiField.ResponseJsonSchema or GeminiField.StopSequences))
            {
                Leaves.Field(ref cursor, store, path);
                continue;
            }

            var place = Paths.Key(ref cursor, path);
            cursor.Read();
            if (field == GeminiField.StopSequences)
            {
                Leaves.Composite(ref cursor, store, SegmentRole.User, Provenance.User, place);
            }
            else
            {
                Leaves.Composite(ref cursor, store, SegmentRole.ToolDefinition, Provenance.Trusted, place, LeafStyle.Schema);
            }
        }
    }

    private static void Contents(ref JsonCursor cursor, SegmentStore store)
    {
        var list = cursor.Token == JsonTokenType.StartArray;
        for (var i = 0; list ? cursor.NextItem() : i == 0; i++)
        {
            if (cursor.Token != JsonTokenType.StartObject)
            {
                throw JsonRefusal.Field(list ? $"contents[{i}] must be an object." : "contents must be an array.");
            }

            var path = list ? Paths.Item("contents", i) : "contents";
            GeminiContentReader.Read(ref cursor, store, path, SpeakerOf(cursor.PeekString("role"u8)), calls: null);
        }
    }

    private static Speaker SpeakerOf(ReadOnlySpan<byte> role) => role switch
    {
        _ when role.IsEmpty || role.SequenceEqual("user"u8) => new(SegmentRole.User, Provenance.User),
        _ when role.SequenceEqual("model"u8) => Speaker.Model,
        _ when role.SequenceEqual("function"u8) || role.SequenceEqual("tool"u8) => Speaker.Tool,
        _ => new(SegmentRole.Document, Provenance.Untrusted),
    };
}
