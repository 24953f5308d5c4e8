using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.Bedrock;

/// <summary>Reads a request in a format without a reader of its own: every string is text, and the fields that vendors agree on say whose.</summary>
internal static class AnyRequestReader
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
        while (cursor.NextKey())
        {
            var place = Paths.Key(ref cursor);
            if (cursor.Is("messages"u8))
            {
                cursor.Read();
                Messages(ref cursor, store);
            }
            else if (cursor.Is("tools"u8))
            {
                cursor.Read();
                ToolDefinitions.Read(ref cursor, store, tools, place);
            }
            else if (SpeakerOf(ref cursor) is { } speaker)
            {
                cursor.Read();
                Leaves.Composite(ref cursor, store, speaker.Role, speaker.Provenance, place);
            }
            else
            {
                RequestFields.Unknown(ref cursor, store);
            }
        }

        reading.Tools = tools;
    }

    private static void Messages(ref JsonCursor cursor, SegmentStore store)
    {
        if (cursor.Token != JsonTokenType.StartArray)
        {
            Leaves.Generic(ref cursor, store, SegmentRole.Document, "messages");
            return;
        }

        for (var i = 0; cursor.NextItem(); i++)
        {
            var path = Paths.Item("messages", i);
            var speaker = cursor.Token == JsonTokenType.StartObject ? SpeakerOf(cursor.PeekString("role"u8)) : Speaker.Unknown;
            Leaves.Composite(ref cursor, store, speaker.Role, speaker.Provenance, path);
        }
    }

    // Titan says inputText, Cohere message and preamble, Llama and Mistral prompt.
    private static Speaker? SpeakerOf(ref JsonCursor key) =>
        key.Is("prompt"u8) || key.Is("inputText"u8) || key.Is("message"u8) ? Speaker.User
        : key.Is("system"u8) || key.Is("preamble"u8) ? Speaker.Application
        : null;

    private static Speaker SpeakerOf(ReadOnlySpan<byte> role) => role switch
    {
        _ when role.SequenceEqual("user"u8) => Speaker.User,
        _ when role.SequenceEqual("assistant"u8) => Speaker.Model,
        _ when role.SequenceEqual("system"u8) || role.SequenceEqual("developer"u8) => Speaker.Application,
        _ when role.SequenceEqual("tool"u8) => Speaker.Tool,
        _ => Speaker.Unknown,
    };
}
