using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects.OpenAi;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.OpenAiChat;

/// <summary>Reads the chunks of a streamed chat completion.</summary>
internal sealed class OpenAiStream : IStreamDialect
{
    /// <inheritdoc/>
    public bool IsLastWord(ReadOnlySpan<byte> data) => data.SequenceEqual("[DONE]"u8);

    /// <inheritdoc/>
    public byte[] StreamError(string code, string message, string exchangeId) => OpenAiErrors.Events(code, message, exchangeId);

    /// <inheritdoc/>
    public bool ReadEvent(ref JsonCursor cursor, StreamTexts content)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            throw JsonRefusal.Field("A chunk must be a JSON object.");
        }

        while (cursor.NextKey())
        {
            if (cursor.Is("choices"u8))
            {
                cursor.Read();
                Choices(ref cursor, content);
            }
            else if (cursor.Is("usage"u8))
            {
                cursor.Read();
                content.Report.Usage = StreamUsage.Read(ref cursor, content, "prompt_tokens"u8, "completion_tokens"u8, content.Report.Usage);
            }
            else if (cursor.Is("moderation"u8))
            {
                cursor.Read();
                content.AddLeaves(ref cursor, LeafStyle.Figures);
            }
            else
            {
                if (cursor.Is("error"u8))
                {
                    content.Report.Code = "upstream_error";
                }

                content.AddField(ref cursor);
            }
        }

        return false;
    }

    private static void Choices(ref JsonCursor cursor, StreamTexts content)
    {
        if (cursor.Token != JsonTokenType.StartArray)
        {
            content.AddLeaves(ref cursor, LeafStyle.Data);
            return;
        }

        while (cursor.NextItem())
        {
            if (cursor.Token == JsonTokenType.StartObject)
            {
                Choice(ref cursor, content, (int)Math.Clamp(cursor.PeekInteger("index"u8) ?? 0, 0, int.MaxValue - 1));
            }
            else
            {
                content.AddLeaves(ref cursor, LeafStyle.Data);
            }
        }
    }

    private static void Choice(ref JsonCursor cursor, StreamTexts content, int index)
    {
        var finished = false;
        while (cursor.NextKey())
        {
            if (cursor.Is("delta"u8) || cursor.Is("message"u8))
            {
                cursor.Read();
                OpenAiDelta.Read(ref cursor, content, index);
            }
            else if (cursor.Is("text"u8))
            {
                cursor.Read();
                content.AddText(ref cursor, OpenAiDelta.Channel(content, index, "text", SegmentRole.Assistant));
            }
            else if (cursor.Is("logprobs"u8))
            {
                cursor.Read();
                OpenAiDelta.Logprobs(ref cursor, content, index);
            }
            else if (cursor.Is("finish_reason"u8))
            {
                if (content.AddWord(ref cursor) is { } reason)
                {
                    finished = true;
                    content.Report.StopReasonList.Add(reason);
                }
            }
            else
            {
                content.AddField(ref cursor);
            }
        }

        if (finished)
        {
            content.EndOfCalls(index);
        }
    }
}
