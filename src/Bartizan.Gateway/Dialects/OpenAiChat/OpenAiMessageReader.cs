using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.OpenAiChat;

/// <summary>Reads a message, which has the same fields in requests and in responses.</summary>
internal static class OpenAiMessageReader
{
    /// <summary>Reads the message at <paramref name="path"/>; proposed calls go to <paramref name="calls"/>, null in a request, where they are history.</summary>
    public static void Read(
        ref JsonCursor cursor, SegmentStore store, string path, Speaker speaker, List<ProposedToolCall>? calls)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            Leaves.Generic(ref cursor, store, speaker.Role, path);
            return;
        }

        var first = store.Count;
        var answers = speaker.Role == SegmentRole.ToolResult ? cursor.PeekString("tool_call_id"u8) : default;
        var answersFor = speaker.Role == SegmentRole.ToolResult && answers.IsEmpty ? cursor.PeekString("name"u8) : default;
        while (cursor.NextKey())
        {
            if (cursor.Is("content"u8))
            {
                cursor.Read();
                Content(ref cursor, store, Paths.Member(path, "content"), speaker);
            }
            else if (cursor.Is("role"u8))
            {
                cursor.Read();
                Leaves.Identifier(ref cursor, store, speaker.Role, Paths.Member(path, "role"));
            }
            else if (cursor.Is("tool_calls"u8))
            {
                cursor.Read();
                OpenAiToolCallReader.ReadAll(ref cursor, store, Paths.Member(path, "tool_calls"), calls);
            }
            else if (cursor.Is("function_call"u8))
            {
                cursor.Read();
                OpenAiToolCallReader.ReadFunction(ref cursor, store, Paths.Member(path, "function_call"), calls);
            }
            else
            {
                Other(ref cursor, store, path, speaker);
            }
        }

        if (!answers.IsEmpty)
        {
            store.History.Answered(first, store.Count, answers);
        }
        else if (!answersFor.IsEmpty)
        {
            store.History.AnsweredBy(first, store.Count, answersFor);
        }
    }

    private static void Other(ref JsonCursor cursor, SegmentStore store, string path, Speaker speaker)
    {
        if (cursor.Is("name"u8))
        {
            cursor.Read();
            Leaves.Text(ref cursor, store, speaker.Role, speaker.Provenance, Paths.Member(path, "name"));
        }
        else if (cursor.Is("tool_call_id"u8))
        {
            cursor.Read();
            Leaves.Identifier(ref cursor, store, speaker.Role, Paths.Member(path, "tool_call_id"));
        }
        else if (cursor.Is("refusal"u8))
        {
            cursor.Read();
            Leaves.Text(ref cursor, store, SegmentRole.Refusal, speaker.Provenance, Paths.Member(path, "refusal"));
        }
        else if (cursor.Is("reasoning_content"u8) || cursor.Is("reasoning"u8) || cursor.Is("reasoning_details"u8))
        {
            var field = Paths.Key(ref cursor, path);
            cursor.Read();
            Leaves.Composite(ref cursor, store, SegmentRole.Reasoning, speaker.Provenance, field);
        }
        else if (cursor.Is("audio"u8))
        {
            cursor.Read();
            Audio(ref cursor, store, Paths.Member(path, "audio"), speaker);
        }
        else
        {
            // annotations and whatever else vendors add
            Leaves.Field(ref cursor, store, path, speaker.Role);
        }
    }

    private static void Content(ref JsonCursor cursor, SegmentStore store, string path, Speaker speaker)
    {
        if (cursor.Token == JsonTokenType.String)
        {
            Leaves.Text(ref cursor, store, speaker.Role, speaker.Provenance, path);
        }
        else if (cursor.Token == JsonTokenType.StartArray)
        {
            for (var i = 0; cursor.NextItem(); i++)
            {
                OpenAiPartReader.Read(ref cursor, store, Paths.Item(path, i), speaker);
            }
        }
        else
        {
            Leaves.Generic(ref cursor, store, speaker.Role, path);
        }
    }

    private static void Audio(ref JsonCursor cursor, SegmentStore store, string path, Speaker speaker)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            Leaves.Generic(ref cursor, store, speaker.Role, path);
            return;
        }

        while (cursor.NextKey())
        {
            if (cursor.Is("transcript"u8))
            {
                cursor.Read();
                Leaves.Text(ref cursor, store, speaker.Role, speaker.Provenance, Paths.Member(path, "transcript"));
            }
            else if (cursor.Is("data"u8))
            {
                cursor.Read();
                Leaves.Payload(ref cursor, store, speaker.Role, speaker.Provenance, Paths.Member(path, "data"));
            }
            else
            {
                Leaves.Field(ref cursor, store, path, speaker.Role);
            }
        }
    }
}
