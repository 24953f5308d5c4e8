using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.Bedrock;

/// <summary>Reads the delta of a content block, by member, so that a delta of an unknown kind is inspected all the same.</summary>
internal static class ConverseDelta
{
    /// <summary>Reads the delta of block <paramref name="block"/>.</summary>
    public static void Read(ref JsonCursor cursor, StreamTexts content, int block)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            content.AddLeaves(ref cursor, LeafStyle.Data);
            return;
        }

        while (cursor.NextKey())
        {
            if (cursor.Is("text"u8))
            {
                cursor.Read();
                content.AddText(ref cursor, Channel(content, block, "text", SegmentRole.Assistant));
            }
            else if (cursor.Is("toolUse"u8))
            {
                cursor.Read();
                Members(ref cursor, content, block, reasoning: false);
            }
            else if (cursor.Is("reasoningContent"u8))
            {
                cursor.Read();
                Members(ref cursor, content, block, reasoning: true);
            }
            else if (cursor.Is("toolResult"u8))
            {
                cursor.Read();
                GrowingFields.Value(ref cursor, content, block, "toolResult", Speaker.Tool, ConverseEvents.PathOf);
            }
            else if (cursor.Is("image"u8))
            {
                cursor.Read();
                Image(ref cursor, content, block);
            }
            else
            {
                // a citation's title, source and quoted text among them
                ConverseEvents.Unknown(ref cursor, content, block);
            }
        }
    }

    // The members of toolUse (input) and of reasoningContent (text, signature, redactedContent).
    private static void Members(ref JsonCursor cursor, StreamTexts content, int block, bool reasoning)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            content.AddLeaves(ref cursor, LeafStyle.Data);
            return;
        }

        while (cursor.NextKey())
        {
            if (!reasoning && cursor.Is("input"u8))
            {
                cursor.Read();
                var call = ConverseBlockStart.Call(content, block);
                content.AddToCall(call);
                content.AddFragment(ref cursor, call);
            }
            else if (reasoning && cursor.Is("text"u8))
            {
                cursor.Read();
                content.AddText(ref cursor, Reasoning(content, block));
            }
            else if (reasoning && cursor.Is("signature"u8))
            {
                cursor.Read();
                Signature(ref cursor, content, block);
            }
            else if (reasoning && cursor.Is("redactedContent"u8))
            {
                cursor.Read();
                content.AddPayload(ref cursor, saidToBeText: false);
            }
            else
            {
                ConverseEvents.Unknown(ref cursor, content, block);
            }
        }
    }

    private static void Signature(ref JsonCursor cursor, StreamTexts content, int block)
    {
        content.AddPayload(ref cursor, saidToBeText: false);
        if (cursor.Token == JsonTokenType.String)
        {
            content.AddSignature(ref cursor, Reasoning(content, block));
        }
    }

    // Pieces of a picture, which text inspectors cannot read; errors about it they can.
    private static void Image(ref JsonCursor cursor, StreamTexts content, int block)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            content.AddLeaves(ref cursor, LeafStyle.Data);
            return;
        }

        while (cursor.NextKey())
        {
            if (cursor.Is("source"u8))
            {
                cursor.Read();
                Image(ref cursor, content, block);
            }
            else if (cursor.Is("bytes"u8))
            {
                cursor.Read();
                content.AddPayload(ref cursor, saidToBeText: false);
            }
            else
            {
                ConverseEvents.Unknown(ref cursor, content, block);
            }
        }
    }

    private static TextChannel Reasoning(StreamTexts content, int block) => Channel(content, block, "reasoningContent.reasoningText.text", SegmentRole.Reasoning);

    private static TextChannel Channel(StreamTexts content, int block, string field, SegmentRole role) =>
        content.Find(block, field) ?? content.Open(block, field, role, Provenance.Model, ConverseEvents.PathOf(block, field));
}
