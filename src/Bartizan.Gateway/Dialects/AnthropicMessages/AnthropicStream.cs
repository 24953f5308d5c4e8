using System.Text.Json;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.AnthropicMessages;

/// <summary>Reads the events of a streamed message.</summary>
internal sealed class AnthropicStream : IStreamDialect
{
    // An odd index shares the fate of block 0 in clients; ours is refused instead.
    private const int HighestBlock = 1 << 20;

    private readonly HashSet<int> _stopped = [];

    /// <inheritdoc/>
    public bool IsLastWord(ReadOnlySpan<byte> data) => false;

    /// <inheritdoc/>
    public bool NamesEvents => true;

    /// <inheritdoc/>
    public bool JoinsBlocks => true;

    /// <inheritdoc/>
    public byte[] StreamError(string code, string message, string exchangeId) => AnthropicErrors.Events(code, message, exchangeId);

    /// <inheritdoc/>
    public bool ReadEvent(ref JsonCursor cursor, StreamTexts content)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            throw JsonRefusal.Field("An event must be a JSON object.");
        }

        var type = cursor.PeekString("type"u8);
        if (type.SequenceEqual("content_block_delta"u8))
        {
            Block(ref cursor, content, stop: false);
            return false;
        }

        if (type.SequenceEqual("content_block_start"u8))
        {
            Block(ref cursor, content, stop: false);
            return false;
        }

        if (type.SequenceEqual("content_block_stop"u8))
        {
            Block(ref cursor, content, stop: true);
            return false;
        }

        while (cursor.NextKey())
        {
            Member(ref cursor, content);
        }

        if (type.SequenceEqual("error"u8))
        {
            // Clients throw on it and read no further.
            content.Report.Code = "upstream_error";
            return true;
        }

        return type.SequenceEqual("message_stop"u8);
    }

    private void Block(ref JsonCursor cursor, StreamTexts content, bool stop)
    {
        var index = cursor.PeekInteger("index"u8) ?? -1;
        if (index is < 0 or > HighestBlock || _stopped.Contains((int)index))
        {
            throw JsonRefusal.Field("An event belongs to no open content block.");
        }

        var block = (int)index;
        while (cursor.NextKey())
        {
            if (cursor.Is("delta"u8))
            {
                cursor.Read();
                AnthropicDelta.Read(ref cursor, content, block);
            }
            else if (cursor.Is("content_block"u8))
            {
                cursor.Read();
                AnthropicBlockStart.Read(ref cursor, content, block);
            }
            else
            {
                content.AddField(ref cursor);
            }
        }

        if (stop)
        {
            _stopped.Add(block);
            content.Complete(block);
            content.EndOfCalls(block);
        }
    }

    // message_start.message, message_delta.delta and .usage, error.error, and whatever comes to be.
    private static void Member(ref JsonCursor cursor, StreamTexts content)
    {
        if (cursor.Is("usage"u8))
        {
            cursor.Read();
            content.Report.Usage = StreamUsage.Read(ref cursor, content, "input_tokens"u8, "output_tokens"u8, content.Report.Usage);
            return;
        }

        if (cursor.Is("stop_reason"u8))
        {
            if (content.AddWord(ref cursor) is { } reason)
            {
                content.Report.StopReasonList.Add(reason);
            }

            return;
        }

        if (!cursor.Is("message"u8) && !cursor.Is("delta"u8))
        {
            content.AddField(ref cursor);
            return;
        }

        cursor.Read();
        if (cursor.Token != JsonTokenType.StartObject)
        {
            content.AddValue(ref cursor, vocabulary: false);
            return;
        }

        while (cursor.NextKey())
        {
            Member(ref cursor, content);
        }
    }
}
