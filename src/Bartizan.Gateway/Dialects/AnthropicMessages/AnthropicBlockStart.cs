using System.Text;
using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.AnthropicMessages;

/// <summary>Reads the block that a <c>content_block_start</c> begins with: empty for text and calls, whole for results of server tools.</summary>
internal static class AnthropicBlockStart
{
    /// <summary>Reads the start of block <paramref name="block"/>.</summary>
    public static void Read(ref JsonCursor cursor, StreamTexts content, int block)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            content.AddLeaves(ref cursor, LeafStyle.Data);
            return;
        }

        var type = cursor.PeekString("type"u8);
        var call = BlockKinds.IsToolUse(type) ? Call(content, block, !type.SequenceEqual("tool_use"u8)) : null;
        var opaque = type.SequenceEqual("redacted_thinking"u8);
        if (call is not null)
        {
            content.AddToCall(call);
        }

        while (cursor.NextKey())
        {
            if (call is not null)
            {
                CallMember(ref cursor, content, call);
            }
            else if (cursor.Is("text"u8))
            {
                cursor.Read();
                content.AddText(ref cursor, AnthropicDelta.Channel(content, block, "text", SegmentRole.Assistant));
            }
            else if (cursor.Is("thinking"u8))
            {
                cursor.Read();
                content.AddText(ref cursor, AnthropicDelta.Channel(content, block, "thinking", SegmentRole.Reasoning));
            }
            else if (cursor.Is("signature"u8))
            {
                cursor.Read();
                AnthropicDelta.Signature(ref cursor, content, block);
            }
            else if (opaque && cursor.Is("data"u8))
            {
                cursor.Read();
                content.AddPayload(ref cursor, saidToBeText: false);
            }
            else
            {
                content.AddField(ref cursor);
            }
        }
    }

    /// <summary>The call of block <paramref name="block"/>.</summary>
    public static StreamCall Call(StreamTexts content, int block, bool runsUpstream = false) =>
        content.Call(block, 0, $"content[{block}].input", runsUpstream);

    private static void CallMember(ref JsonCursor cursor, StreamTexts content, StreamCall call)
    {
        if (cursor.Is("id"u8))
        {
            call.SetId(content.AddWord(ref cursor) ?? "");
        }
        else if (cursor.Is("name"u8))
        {
            call.SetName(content.AddWord(ref cursor) ?? "");
        }
        else if (cursor.Is("input"u8))
        {
            cursor.Read();
            var start = cursor.TokenStart;
            content.BeginWhole();
            content.AddLeaves(ref cursor, LeafStyle.Data);
            var channel = content.EndWhole(call.Owner, call.Path, SegmentRole.ToolCall, Provenance.Model);
            call.Give(Encoding.UTF8.GetString(cursor.Slice(start, cursor.TokenEnd)), channel?.Segment.Index ?? -1);
        }
        else
        {
            content.AddField(ref cursor);
        }
    }
}
