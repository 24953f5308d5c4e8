using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.AnthropicMessages;

/// <summary>Reads the delta of a content block: by field, so that a delta of an unknown type is inspected all the same.</summary>
internal static class AnthropicDelta
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
            else if (cursor.Is("thinking"u8))
            {
                cursor.Read();
                content.AddText(ref cursor, Channel(content, block, "thinking", SegmentRole.Reasoning));
            }
            else if (cursor.Is("partial_json"u8))
            {
                cursor.Read();
                var call = AnthropicBlockStart.Call(content, block);
                content.AddToCall(call);
                content.AddFragment(ref cursor, call);
            }
            else if (cursor.Is("signature"u8))
            {
                cursor.Read();
                Signature(ref cursor, content, block);
            }
            else if (Vocabulary.Has(cursor.Raw))
            {
                content.AddField(ref cursor);
            }
            else
            {
                var field = Paths.Key(ref cursor);
                content.AddKey(ref cursor);
                cursor.Read();
                Other(ref cursor, content, block, field);
            }
        }
    }

    /// <summary>The channel of a field of block <paramref name="block"/>.</summary>
    public static TextChannel Channel(StreamTexts content, int block, string field, SegmentRole role, Provenance provenance = Provenance.Model) =>
        content.Find(block, field) ?? content.Open(block, field, role, provenance, $"content[{block}].{field}");

    /// <summary>A signature passes when it is base64, and falls with the text that it signs.</summary>
    public static void Signature(ref JsonCursor cursor, StreamTexts content, int block)
    {
        if (cursor.Token != JsonTokenType.String || !Plain.IsBase64(cursor.Raw) || !Plain.IsHarmless(cursor.Raw))
        {
            content.AddLeaves(ref cursor, LeafStyle.Data);
            return;
        }

        content.AddSignature(ref cursor, Channel(content, block, "thinking", SegmentRole.Reasoning));
    }

    // citations_delta brings whole citations; other deltas may bring text in pieces, which grows in a channel named after its field.
    private static void Other(ref JsonCursor cursor, StreamTexts content, int block, string field)
    {
        if (cursor.Token == JsonTokenType.String)
        {
            content.AddText(ref cursor, Channel(content, block, field, SegmentRole.Assistant, Provenance.Untrusted));
        }
        else
        {
            content.AddLeaves(ref cursor, LeafStyle.Data);
        }
    }
}
