using System.Text.Json;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.Bedrock;

/// <summary>Reads what a content block begins with: a call's id and name, or those of a tool's result; text begins without.</summary>
internal static class ConverseBlockStart
{
    /// <summary>Reads the start of block <paramref name="block"/>.</summary>
    public static void Read(ref JsonCursor cursor, StreamTexts content, int block)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            content.AddLeaves(ref cursor, LeafStyle.Data);
            return;
        }

        while (cursor.NextKey())
        {
            if (!cursor.Is("toolUse"u8))
            {
                ConverseEvents.Unknown(ref cursor, content, block);
                continue;
            }

            cursor.Read();
            if (cursor.Token == JsonTokenType.StartObject)
            {
                ToolUse(ref cursor, content, block);
            }
            else
            {
                content.AddLeaves(ref cursor, LeafStyle.Data);
            }
        }
    }

    /// <summary>The call of block <paramref name="block"/>.</summary>
    public static StreamCall Call(StreamTexts content, int block, bool runsUpstream = false) =>
        content.Call(block, 0, ConverseEvents.PathOf(block, "toolUse.input"), runsUpstream);

    private static void ToolUse(ref JsonCursor cursor, StreamTexts content, int block)
    {
        var call = Call(content, block, ConverseTools.RunsUpstream(cursor.PeekString("type"u8)));
        content.AddToCall(call);
        while (cursor.NextKey())
        {
            if (cursor.Is("toolUseId"u8))
            {
                call.SetId(content.AddWord(ref cursor) ?? "");
            }
            else if (cursor.Is("name"u8))
            {
                call.SetName(content.AddWord(ref cursor) ?? "");
            }
            else
            {
                content.AddField(ref cursor);
            }
        }
    }
}
