using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects.OpenAi;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.OpenAiChat;

/// <summary>Reads the delta of a choice: each of its texts grows in a channel of its own.</summary>
internal static class OpenAiDelta
{
    // The older function_call has no number; this one is beyond what a chunk can carry.
    private const int LegacyCall = int.MaxValue;

    /// <summary>Reads the delta of choice <paramref name="index"/>.</summary>
    public static void Read(ref JsonCursor cursor, StreamTexts content, int index)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            content.AddLeaves(ref cursor, LeafStyle.Data);
            return;
        }

        while (cursor.NextKey())
        {
            if (cursor.Is("content"u8))
            {
                cursor.Read();
                Field(ref cursor, content, index, "content", SegmentRole.Assistant);
            }
            else if (cursor.Is("tool_calls"u8))
            {
                cursor.Read();
                ToolCalls(ref cursor, content, index);
            }
            else if (cursor.Is("function_call"u8))
            {
                cursor.Read();
                if (cursor.Token != JsonTokenType.Null)
                {
                    var call = content.Call(index, LegacyCall, $"choices[{index}].message.function_call.arguments");
                    content.AddToCall(call);
                    Body(ref cursor, content, call);
                }
            }
            else
            {
                Other(ref cursor, content, index);
            }
        }
    }

    /// <summary>The channel of a field of choice <paramref name="index"/>.</summary>
    public static TextChannel Channel(StreamTexts content, int index, string field, SegmentRole role) =>
        content.Find(index, field) ?? content.Open(index, field, role, Provenance.Model, PathOf(index, field));

    /// <summary>Reads log-probabilities: their tokens grow in a channel of their own, and the value goes when anything of the event is masked.</summary>
    public static void Logprobs(ref JsonCursor cursor, StreamTexts content, int index)
    {
        var start = cursor.TokenStart;
        if (cursor.Token != JsonTokenType.StartObject)
        {
            content.AddValue(ref cursor, vocabulary: false);
            return;
        }

        while (cursor.NextKey())
        {
            var field = cursor.Is("content"u8) ? "logprobs.content" : cursor.Is("refusal"u8) ? "logprobs.refusal" : "logprobs.*";
            content.AddKey(ref cursor);
            cursor.Read();
            if (cursor.Token == JsonTokenType.StartArray)
            {
                OpenAiLogprobs.ReadList(ref cursor, content, index, field, Channel);
            }
            else
            {
                content.AddValue(ref cursor, vocabulary: false);
            }
        }

        content.AddRepeat(start, cursor.TokenEnd);
    }

    private static string PathOf(int index, string field) => $"choices[{index}].message.{field}";

    private static void Other(ref JsonCursor cursor, StreamTexts content, int index)
    {
        if (cursor.Is("refusal"u8))
        {
            cursor.Read();
            Field(ref cursor, content, index, "refusal", SegmentRole.Refusal);
        }
        else if (cursor.Is("reasoning_content"u8))
        {
            cursor.Read();
            Field(ref cursor, content, index, "reasoning_content", SegmentRole.Reasoning);
        }
        else if (cursor.Is("reasoning"u8))
        {
            cursor.Read();
            Field(ref cursor, content, index, "reasoning", SegmentRole.Reasoning);
        }
        else
        {
            GrowingFields.Member(ref cursor, content, index, null, Speaker.Model, PathOf);
        }
    }

    private static void Field(ref JsonCursor cursor, StreamTexts content, int index, string field, SegmentRole role) =>
        GrowingFields.Value(ref cursor, content, index, field, new Speaker(role, Provenance.Model), PathOf);

    private static void ToolCalls(ref JsonCursor cursor, StreamTexts content, int index)
    {
        if (cursor.Token != JsonTokenType.StartArray)
        {
            content.AddLeaves(ref cursor, LeafStyle.Data);
            return;
        }

        for (var place = 0; cursor.NextItem(); place++)
        {
            if (cursor.Token != JsonTokenType.StartObject)
            {
                content.AddLeaves(ref cursor, LeafStyle.Data);
                continue;
            }

            var number = (int)Math.Clamp(cursor.PeekInteger("index"u8) ?? place, 0, int.MaxValue - 1);
            var call = content.Call(index, number, $"choices[{index}].message.tool_calls[{number}].function.arguments");
            content.AddToCall(call);
            while (cursor.NextKey())
            {
                if (cursor.Is("function"u8) || cursor.Is("custom"u8))
                {
                    cursor.Read();
                    Body(ref cursor, content, call);
                }
                else if (cursor.Is("id"u8))
                {
                    call.SetId(content.AddWord(ref cursor) ?? "");
                }
                else
                {
                    content.AddField(ref cursor);
                }
            }
        }
    }

    private static void Body(ref JsonCursor cursor, StreamTexts content, StreamCall call)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            content.AddValue(ref cursor, vocabulary: false);
            return;
        }

        while (cursor.NextKey())
        {
            if (cursor.Is("arguments"u8) || cursor.Is("input"u8))
            {
                cursor.Read();
                content.AddFragment(ref cursor, call);
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
