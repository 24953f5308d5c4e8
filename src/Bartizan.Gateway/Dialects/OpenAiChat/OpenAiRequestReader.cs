using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.OpenAiChat;

/// <summary>Reads the body of a chat completion request.</summary>
internal static class OpenAiRequestReader
{
    /// <summary>Walks the whole request.</summary>
    public static void Read(ref JsonCursor cursor, RequestReading reading, bool modelInPath)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            throw JsonRefusal.Field("The body must be a JSON object.");
        }

        var store = reading.Store;
        var tools = new List<string>();
        var messages = false;
        while (cursor.NextKey())
        {
            if (cursor.Is("messages"u8))
            {
                cursor.Read();
                Messages(ref cursor, store);
                messages = true;
            }
            else if (cursor.Is("model"u8))
            {
                cursor.Read();
                reading.Model = RequestFields.Model(ref cursor);
            }
            else if (cursor.Is("stream"u8))
            {
                cursor.Read();
                reading.Stream = RequestFields.Flag(ref cursor, "stream");
            }
            else if (cursor.Is("tools"u8) || cursor.Is("functions"u8))
            {
                var field = cursor.Text();
                cursor.Read();
                ToolDefinitions.Read(ref cursor, store, tools, field);
            }
            else
            {
                Setting(ref cursor, reading, tools);
            }
        }

        RequestFields.Require(modelInPath || reading.Model.Length > 0, "model");
        RequestFields.Require(messages, "messages");
        reading.Tools = tools;
    }

    private static void Setting(ref JsonCursor cursor, RequestReading reading, List<string> tools)
    {
        var store = reading.Store;
        if (cursor.Is("web_search_options"u8))
        {
            // A tool by another name: its presence switches on the vendor's web search.
            tools.Add("web_search");
        }

        if (cursor.Is("response_format"u8) || cursor.Is("tool_choice"u8) || cursor.Is("function_call"u8))
        {
            var field = cursor.Text();
            cursor.Read();
            Leaves.Composite(ref cursor, store, SegmentRole.ToolDefinition, Provenance.Trusted, field, LeafStyle.Schema);
        }
        else if (cursor.Is("prediction"u8) || cursor.Is("user"u8) || cursor.Is("metadata"u8) || cursor.Is("stop"u8))
        {
            var field = cursor.Text();
            cursor.Read();
            Leaves.Composite(ref cursor, store, SegmentRole.User, Provenance.User, field);
        }
        else if (cursor.Is("max_tokens"u8) || cursor.Is("max_completion_tokens"u8))
        {
            // Servers differ on which of the two counts.
            reading.MostOutput = RequestFields.Larger(RequestFields.Bound(ref cursor, store), reading.MostOutput);
        }
        else if (cursor.Is("n"u8))
        {
            reading.Answers = RequestFields.Bound(ref cursor, store) ?? 1;
        }
        else
        {
            RequestFields.Unknown(ref cursor, store);
        }
    }

    private static void Messages(ref JsonCursor cursor, SegmentStore store)
    {
        if (cursor.Token != JsonTokenType.StartArray)
        {
            throw JsonRefusal.Field("messages must be an array.");
        }

        for (var i = 0; cursor.NextItem(); i++)
        {
            if (cursor.Token != JsonTokenType.StartObject)
            {
                throw JsonRefusal.Field($"messages[{i}] must be an object.");
            }

            OpenAiMessageReader.Read(ref cursor, store, Paths.Item("messages", i), SpeakerOf(cursor.PeekString("role"u8)), null);
        }
    }

    private static Speaker SpeakerOf(ReadOnlySpan<byte> role) => role switch
    {
        _ when role.SequenceEqual("user"u8) => new(SegmentRole.User, Provenance.User),
        _ when role.SequenceEqual("assistant"u8) => Speaker.Model,
        _ when role.SequenceEqual("tool"u8) || role.SequenceEqual("function"u8) => Speaker.Tool,
        _ when role.SequenceEqual("system"u8) || role.SequenceEqual("developer"u8) => new(SegmentRole.System, Provenance.Trusted),
        _ => new(SegmentRole.Document, Provenance.Untrusted),
    };
}
