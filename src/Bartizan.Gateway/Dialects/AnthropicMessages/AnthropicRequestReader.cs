using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.AnthropicMessages;

/// <summary>Reads the body of a messages request (and of a token count, which has the same fields).</summary>
internal static class AnthropicRequestReader
{
    /// <summary>Walks the whole request; <paramref name="modelInPath"/> says that its model need not stand in it.</summary>
    public static void Read(ref JsonCursor cursor, RequestReading reading, bool modelInPath = false)
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
            else if (cursor.Is("system"u8))
            {
                cursor.Read();
                AnthropicBlockReader.Content(ref cursor, store, "system", new Speaker(SegmentRole.System, Provenance.Trusted));
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
            else if (cursor.Is("tools"u8))
            {
                cursor.Read();
                ToolDefinitions.Read(ref cursor, store, tools, "tools");
            }
            else
            {
                Setting(ref cursor, reading);
            }
        }

        RequestFields.Require(reading.Model.Length > 0 || modelInPath, "model");
        RequestFields.Require(messages, "messages");
        reading.Tools = tools;
    }

    private static void Setting(ref JsonCursor cursor, RequestReading reading)
    {
        var store = reading.Store;
        if (cursor.Is("tool_choice"u8) || cursor.Is("output_config"u8) || cursor.Is("output_format"u8))
        {
            var field = cursor.Text();
            cursor.Read();
            Leaves.Composite(ref cursor, store, SegmentRole.ToolDefinition, Provenance.Trusted, field, LeafStyle.Schema);
        }
        else if (cursor.Is("metadata"u8) || cursor.Is("stop_sequences"u8))
        {
            var field = cursor.Text();
            cursor.Read();
            Leaves.Composite(ref cursor, store, SegmentRole.User, Provenance.User, field);
        }
        else if (cursor.Is("max_tokens"u8))
        {
            reading.MostOutput = RequestFields.Bound(ref cursor, store);
        }
        else if (cursor.Is("container"u8))
        {
            // What lies in a container, the provider keeps.
            RequestFields.Unknown(ref cursor, store);
            reading.HidesContext |= cursor.Token != JsonTokenType.Null;
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

            var path = Paths.Item("messages", i);
            var speaker = SpeakerOf(cursor.PeekString("role"u8));
            while (cursor.NextKey())
            {
                if (cursor.Is("content"u8))
                {
                    cursor.Read();
                    AnthropicBlockReader.Content(ref cursor, store, Paths.Member(path, "content"), speaker);
                }
                else
                {
                    Leaves.Field(ref cursor, store, path, speaker.Role);
                }
            }
        }
    }

    private static Speaker SpeakerOf(ReadOnlySpan<byte> role) => role switch
    {
        _ when role.SequenceEqual("user"u8) => new(SegmentRole.User, Provenance.User),
        _ when role.SequenceEqual("assistant"u8) => new(SegmentRole.Assistant, Provenance.Model),
        _ when role.SequenceEqual("system"u8) => new(SegmentRole.System, Provenance.Trusted),
        _ => new(SegmentRole.Document, Provenance.Untrusted),
    };
}
