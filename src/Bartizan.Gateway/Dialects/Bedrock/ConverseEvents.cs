using System.Text.Json;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;
using Bartizan.Gateway.Streaming.AmazonEvents;

namespace Bartizan.Gateway.Dialects.Bedrock;

/// <summary>Reads Converse's events by name: as ConverseStream sends them, and as Amazon's own models do in a vendor's events.</summary>
internal sealed class ConverseEvents
{
    // An odd index shares the fate of block 0 in clients; ours is refused instead.
    private const int HighestBlock = 1 << 20;

    private readonly HashSet<int> _ended = [];

    /// <summary>Whether the message has stopped, after which only figures come.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Reads the event <paramref name="name"/>. Returns whether it is the last.</summary>
    public bool Read(ref JsonCursor cursor, StreamTexts content, ReadOnlySpan<byte> name)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            throw JsonRefusal.Field("An event must be a JSON object.");
        }

        var stop = name.SequenceEqual("contentBlockStop"u8);
        if (stop || name.SequenceEqual("contentBlockDelta"u8) || name.SequenceEqual("contentBlockStart"u8))
        {
            Block(ref cursor, content, stop);
            return false;
        }

        var last = Stopped && name.SequenceEqual("metadata"u8);
        Stopped |= name.SequenceEqual("messageStop"u8);
        while (cursor.NextKey())
        {
            Member(ref cursor, content);
        }

        return last;
    }

    /// <summary>On a key that no event defines: padding passes, anything else is inspected, and grows under its name.</summary>
    public static void Unknown(ref JsonCursor cursor, StreamTexts content, int block)
    {
        var padding = cursor.Is("p"u8);
        var ahead = cursor;
        ahead.ReadAhead();
        if (padding && AmazonPadding.Is(ref ahead))
        {
            cursor.Read();
        }
        else
        {
            GrowingFields.Member(ref cursor, content, block, null, Speaker.Unknown, PathOf);
        }
    }

    /// <summary>Path of a block's field.</summary>
    public static string PathOf(int block, string field) => block < 0 ? field : $"output.message.content[{block}].{field}";

    private void Block(ref JsonCursor cursor, StreamTexts content, bool stop)
    {
        var index = cursor.PeekInteger("contentBlockIndex"u8) ?? -1;
        if (index is < 0 or > HighestBlock || Stopped || _ended.Contains((int)index))
        {
            throw JsonRefusal.Field("An event belongs to no open content block.");
        }

        var block = (int)index;
        while (cursor.NextKey())
        {
            if (cursor.Is("delta"u8))
            {
                cursor.Read();
                ConverseDelta.Read(ref cursor, content, block);
            }
            else if (cursor.Is("start"u8))
            {
                cursor.Read();
                ConverseBlockStart.Read(ref cursor, content, block);
            }
            else if (cursor.Is("contentBlockIndex"u8))
            {
                cursor.Read();
            }
            else
            {
                Unknown(ref cursor, content, block);
            }
        }

        if (stop)
        {
            _ended.Add(block);
            content.Complete(block);
            content.EndOfCalls(block);
        }
    }

    // messageStart.role, messageStop.stopReason, metadata.usage, and whatever comes to be.
    private static void Member(ref JsonCursor cursor, StreamTexts content)
    {
        if (cursor.Is("usage"u8))
        {
            cursor.Read();
            content.Report.Usage = StreamUsage.Read(ref cursor, content, "inputTokens"u8, "outputTokens"u8, content.Report.Usage);
        }
        else if (cursor.Is("metrics"u8))
        {
            cursor.Read();
            content.AddLeaves(ref cursor, LeafStyle.Figures);
        }
        else if (cursor.Is("stopReason"u8))
        {
            if (content.AddWord(ref cursor) is { } reason)
            {
                content.Report.StopReasonList.Add(reason);
            }
        }
        else
        {
            Unknown(ref cursor, content, block: -2);
        }
    }
}
