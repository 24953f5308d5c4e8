using System.Text.Json;
using Bartizan.Gateway.Dialects.AnthropicMessages;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;
using Bartizan.Gateway.Streaming.AmazonEvents;

namespace Bartizan.Gateway.Dialects.Bedrock;

/// <summary>Reads the events of an InvokeModelWithResponseStream: in each chunk an event of the model's vendor, whose format the first one shows.</summary>
internal sealed class InvokeStream(AmazonEventFraming framing) : IStreamDialect
{
    private readonly AnthropicStream _anthropic = new();
    private readonly ConverseEvents _converse = new();
    private VendorFormat? _format;

    /// <inheritdoc/>
    public bool JoinsBlocks => true;

    /// <inheritdoc/>
    public bool MayEnd => _format == VendorFormat.Any || _converse.Stopped;

    /// <inheritdoc/>
    public bool IsLastWord(ReadOnlySpan<byte> data) => false;

    /// <inheritdoc/>
    public byte[] StreamError(string code, string message, string exchangeId) => BedrockErrors.StreamException(code, message, exchangeId);

    /// <inheritdoc/>
    public bool ReadEvent(ref JsonCursor cursor, StreamTexts content)
    {
        if (framing.Kind != EventKind.Event)
        {
            ExceptionEvents.Read(ref cursor, content);
            return true;
        }

        _format ??= VendorFormats.OfStream(ref cursor);
        if (_format == VendorFormat.Anthropic)
        {
            return _anthropic.ReadEvent(ref cursor, content);
        }

        if (cursor.Token != JsonTokenType.StartObject)
        {
            throw JsonRefusal.Field("An event must be a JSON object.");
        }

        return _format == VendorFormat.Converse ? Named(ref cursor, content) : Any(ref cursor, content);
    }

    // One event of Converse, under its name.
    private bool Named(ref JsonCursor cursor, StreamTexts content)
    {
        var last = false;
        while (cursor.NextKey())
        {
            if (!Plain.IsWord(cursor.Raw))
            {
                ConverseEvents.Unknown(ref cursor, content, block: -2);
                continue;
            }

            var name = cursor.Raw;
            cursor.Read();
            if (cursor.Token == JsonTokenType.StartObject)
            {
                last |= _converse.Read(ref cursor, content, name);
            }
            else
            {
                content.AddLeaves(ref cursor, LeafStyle.Data);
            }
        }

        return last;
    }

    private static bool Any(ref JsonCursor cursor, StreamTexts content)
    {
        var start = cursor.TokenStart;
        while (cursor.NextKey())
        {
            if (cursor.Is("amazon-bedrock-invocationMetrics"u8))
            {
                cursor.Read();
                content.Report.Usage = StreamUsage.Read(ref cursor, content, "inputTokenCount"u8, "outputTokenCount"u8, content.Report.Usage);
            }
            else
            {
                GrowingFields.Member(ref cursor, content, 0, null, Speaker.Model, static (_, field) => field);
            }
        }

        AnyCalls.Refuse(cursor.Slice(start, cursor.TokenEnd));
        return false;
    }
}
