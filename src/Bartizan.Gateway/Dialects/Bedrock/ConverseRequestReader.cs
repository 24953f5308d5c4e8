using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.Bedrock;

/// <summary>Reads the body of a Converse or ConverseStream request. Model and stream stand in the path, not in the body.</summary>
internal static class ConverseRequestReader
{
    /// <summary>Walks the whole request.</summary>
    public static void Read(ref JsonCursor cursor, RequestReading reading)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            throw JsonRefusal.Field("The body must be a JSON object.");
        }

        var context = new ConverseContext(reading.Store, calls: null);
        var messages = false;
        while (cursor.NextKey())
        {
            if (cursor.Is("messages"u8))
            {
                cursor.Read();
                messages = cursor.Token != JsonTokenType.Null;
                Messages(ref cursor, context);
            }
            else if (cursor.Is("system"u8))
            {
                cursor.Read();
                ConverseContentReader.Content(ref cursor, context, "system", Speaker.Application);
            }
            else if (cursor.Is("toolConfig"u8))
            {
                cursor.Read();
                ConverseTools.Config(ref cursor, context);
            }
            else
            {
                Setting(ref cursor, context);
            }
        }

        // Without messages the model is given a prompt that Amazon keeps.
        reading.HidesContext = context.HidesContext || !messages;
        reading.Tools = context.Tools;
        reading.MostOutput = context.MostOutput;
    }

    private static void Messages(ref JsonCursor cursor, ConverseContext context)
    {
        if (cursor.Token is not (JsonTokenType.StartArray or JsonTokenType.Null))
        {
            throw JsonRefusal.Field("messages must be an array.");
        }

        for (var i = 0; cursor.Token != JsonTokenType.Null && cursor.NextItem(); i++)
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
                    ConverseContentReader.Content(ref cursor, context, Paths.Member(path, "content"), speaker);
                }
                else
                {
                    Leaves.Field(ref cursor, context.Store, path, speaker.Role);
                }
            }
        }
    }

    private static void Setting(ref JsonCursor cursor, ConverseContext context)
    {
        var store = context.Store;
        var place = Paths.Key(ref cursor);
        if (cursor.Is("outputConfig"u8))
        {
            cursor.Read();
            Leaves.Composite(ref cursor, store, SegmentRole.ToolDefinition, Provenance.Trusted, place, LeafStyle.Schema);
        }
        else if (cursor.Is("requestMetadata"u8) || cursor.Is("promptVariables"u8))
        {
            context.HidesContext |= cursor.Is("promptVariables"u8);
            cursor.Read();
            Leaves.Composite(ref cursor, store, SegmentRole.User, Provenance.User, place);
        }
        else if (cursor.Is("inferenceConfig"u8) || cursor.Is("additionalModelRequestFields"u8))
        {
            cursor.Read();
            Further(ref cursor, context, place);
        }
        else
        {
            RequestFields.Unknown(ref cursor, store);
        }
    }

    // Settings, which may hold stop sequences and, for some vendors, tools of their own.
    private static void Further(ref JsonCursor cursor, ConverseContext context, string path)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            Leaves.Generic(ref cursor, context.Store, SegmentRole.Document, path);
            return;
        }

        while (cursor.NextKey())
        {
            var place = Paths.Key(ref cursor, path);
            var (stops, tools) = (cursor.Is("stopSequences"u8) || cursor.Is("stop_sequences"u8), cursor.Is("tools"u8));
            if (cursor.Is("maxTokens"u8))
            {
                context.MostOutput = RequestFields.Bound(ref cursor, context.Store, path);
                continue;
            }

            if (!stops && !tools)
            {
                Leaves.Field(ref cursor, context.Store, path);
                continue;
            }

            cursor.Read();
            if (stops)
            {
                Leaves.Composite(ref cursor, context.Store, SegmentRole.User, Provenance.User, place);
            }
            else
            {
                ToolDefinitions.Read(ref cursor, context.Store, context.Tools, place);
            }
        }
    }

    private static Speaker SpeakerOf(ReadOnlySpan<byte> role) => role switch
    {
        _ when role.SequenceEqual("user"u8) => Speaker.User,
        _ when role.SequenceEqual("assistant"u8) => Speaker.Model,
        _ when role.SequenceEqual("system"u8) => Speaker.Application,
        _ => Speaker.Unknown,
    };
}
