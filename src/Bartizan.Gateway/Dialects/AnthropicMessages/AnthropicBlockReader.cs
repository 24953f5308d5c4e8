using System.Text;
using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.AnthropicMessages;

/// <summary>Reads content: a string or an array of blocks, in system prompts, messages, tool results, documents and responses alike.</summary>
internal static class AnthropicBlockReader
{
    /// <summary>Reads content at <paramref name="path"/>. <paramref name="response"/> is null in a request.</summary>
    public static void Content(ref JsonCursor cursor, SegmentStore store, string path, Speaker speaker, ResponseCalls? response = null)
    {
        if (cursor.Token == JsonTokenType.String)
        {
            Leaves.Text(ref cursor, store, speaker.Role, speaker.Provenance, path);
        }
        else if (cursor.Token == JsonTokenType.StartArray)
        {
            for (var i = 0; cursor.NextItem(); i++)
            {
                Block(ref cursor, store, Paths.Item(path, i), speaker, response);
            }
        }
        else if (cursor.Token == JsonTokenType.StartObject)
        {
            // The result of a server tool: one block, not in an array.
            Block(ref cursor, store, path, speaker, response);
        }
        else
        {
            Leaves.Generic(ref cursor, store, speaker.Role, path);
        }
    }

    /// <summary>Reads the block at <paramref name="path"/>.</summary>
    public static void Block(ref JsonCursor cursor, SegmentStore store, string path, Speaker speaker, ResponseCalls? response)
    {
        if (cursor.Token == JsonTokenType.String)
        {
            Leaves.Text(ref cursor, store, speaker.Role, speaker.Provenance, path);
            return;
        }

        if (cursor.Token != JsonTokenType.StartObject)
        {
            Leaves.Generic(ref cursor, store, speaker.Role, path);
            return;
        }

        switch (BlockKinds.Of(cursor.PeekString("type"u8)))
        {
            case BlockKind.Text:
                Text(ref cursor, store, path, speaker);
                break;
            case BlockKind.Thinking:
                Thinking(ref cursor, store, path, speaker, response is not null);
                break;
            case BlockKind.RedactedThinking:
                Fields(ref cursor, store, path, new Speaker(SegmentRole.Reasoning, Provenance.Model));
                break;
            case BlockKind.ToolUse:
                ToolUse(ref cursor, store, path, response);
                break;
            case BlockKind.ToolResult:
                var first = store.Count;
                var call = cursor.PeekString("tool_use_id"u8);
                Fields(ref cursor, store, path, Speaker.Tool);
                store.History.Answered(first, store.Count, call);
                break;
            case BlockKind.Document:
                Fields(ref cursor, store, path, speaker.Role == SegmentRole.ToolResult ? Speaker.Tool.Document : speaker.Document);
                break;
            default:
                Leaves.Generic(ref cursor, store, speaker.Role == SegmentRole.ToolResult ? SegmentRole.ToolResult : SegmentRole.Document, path);
                break;
        }
    }

    private static void Text(ref JsonCursor cursor, SegmentStore store, string path, Speaker speaker)
    {
        while (cursor.NextKey())
        {
            if (cursor.Is("text"u8))
            {
                cursor.Read();
                Leaves.Text(ref cursor, store, speaker.Role, speaker.Provenance, Paths.Member(path, "text"));
            }
            else
            {
                // citations quote documents; cache_control and the like are vocabulary
                Leaves.Field(ref cursor, store, path, SegmentRole.Document);
            }
        }
    }

    private static void Thinking(ref JsonCursor cursor, SegmentStore store, string path, Speaker speaker, bool response)
    {
        var (first, start) = (store.Count, cursor.TokenStart);
        var signature = (Start: -1, End: -1);
        while (cursor.NextKey())
        {
            if (cursor.Is("thinking"u8))
            {
                cursor.Read();
                Leaves.Text(ref cursor, store, SegmentRole.Reasoning, speaker.Provenance, Paths.Member(path, "thinking"));
            }
            else if (cursor.Is("signature"u8))
            {
                cursor.Read();
                signature.Start = cursor.TokenStart;
                Leaves.Payload(ref cursor, store, SegmentRole.Reasoning, Provenance.Untrusted, Paths.Member(path, "signature"));
                signature.End = cursor.TokenEnd;
            }
            else
            {
                Leaves.Field(ref cursor, store, path, SegmentRole.Reasoning);
            }
        }

        // What was signed and then altered must not look signed: a response loses the signature, a request the whole block.
        if (!response)
        {
            store.Depend(DependentKind.TextBlock, start, cursor.TokenEnd, first, store.Count);
        }
        else if (signature.Start >= 0)
        {
            store.Depend(DependentKind.EmptyString, signature.Start, signature.End, first, store.Count);
        }
    }

    private static void ToolUse(ref JsonCursor cursor, SegmentStore store, string path, ResponseCalls? response)
    {
        string id = "", name = "", arguments = "";
        var segment = -1;
        var upstream = !cursor.PeekString("type"u8).SequenceEqual("tool_use"u8);
        while (cursor.NextKey())
        {
            if (cursor.Is("input"u8))
            {
                cursor.Read();
                var start = cursor.TokenStart;
                segment = Leaves.Composite(ref cursor, store, SegmentRole.ToolCall, Provenance.Model, Paths.Member(path, "input"));
                arguments = response is null ? "" : Encoding.UTF8.GetString(cursor.Slice(start, cursor.TokenEnd));
            }
            else if (cursor.Is("id"u8))
            {
                id = Leaves.Word(ref cursor, store, path, SegmentRole.ToolCall) ?? "";
            }
            else if (cursor.Is("name"u8))
            {
                name = Leaves.Word(ref cursor, store, path, SegmentRole.ToolCall) ?? "";
            }
            else
            {
                Leaves.Field(ref cursor, store, path, SegmentRole.ToolCall);
            }
        }

        if (response is null)
        {
            store.History.Called(id, name);
        }

        response?.Calls.Add(new ProposedToolCall(id, name, arguments, segment, upstream));
    }

    // Documents, search results, images and tool results: text, nested content, sources.
    private static void Fields(ref JsonCursor cursor, SegmentStore store, string path, Speaker speaker)
    {
        while (cursor.NextKey())
        {
            if (cursor.Is("content"u8))
            {
                cursor.Read();
                Content(ref cursor, store, Paths.Member(path, "content"), speaker);
            }
            else if (cursor.Is("source"u8))
            {
                cursor.Read();
                Source(ref cursor, store, Paths.Member(path, "source"), speaker);
            }
            else if (cursor.Is("data"u8) || cursor.Is("encrypted_content"u8))
            {
                var field = Paths.Key(ref cursor, path);
                cursor.Read();
                Leaves.Payload(ref cursor, store, speaker.Role, speaker.Provenance, field);
            }
            else
            {
                Leaves.Field(ref cursor, store, path, speaker.Role);
            }
        }
    }

    private static void Source(ref JsonCursor cursor, SegmentStore store, string path, Speaker speaker)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            Leaves.Text(ref cursor, store, speaker.Role, speaker.Provenance, path);
            return;
        }

        var base64 = cursor.PeekString("type"u8).SequenceEqual("base64"u8);
        if (speaker.Role == SegmentRole.Document && cursor.PeekString("type"u8).SequenceEqual("url"u8))
        {
            store.Hides();
        }

        var saysText = base64 && Base64Text.SaysText(cursor.PeekString("media_type"u8));
        while (cursor.NextKey())
        {
            if (cursor.Is("content"u8))
            {
                cursor.Read();
                Content(ref cursor, store, Paths.Member(path, "content"), speaker);
            }
            else if (cursor.Is("data"u8))
            {
                cursor.Read();
                if (base64)
                {
                    Leaves.Payload(ref cursor, store, speaker.Role, speaker.Provenance, Paths.Member(path, "data"), saysText);
                }
                else
                {
                    Leaves.Text(ref cursor, store, speaker.Role, speaker.Provenance, Paths.Member(path, "data"));
                }
            }
            else
            {
                Leaves.Field(ref cursor, store, path, speaker.Role);
            }
        }
    }
}

/// <summary>Collects the calls that a response proposes.</summary>
internal sealed class ResponseCalls
{
    /// <summary>The calls, in order.</summary>
    public List<ProposedToolCall> Calls { get; } = [];
}
