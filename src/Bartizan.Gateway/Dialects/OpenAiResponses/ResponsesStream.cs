using System.Text.Json;
using Bartizan.Gateway.Dialects.OpenAi;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.OpenAiResponses;

/// <summary>Reads the events of a streamed response.</summary>
internal sealed class ResponsesStream : IStreamDialect
{
    // Odd numbers share the fate of others in clients; ours are refused instead.
    private const int HighestPlace = 1 << 20;

    private EventReader? _reader;
    private long _sequence = -1;

    /// <inheritdoc/>
    public bool IsLastWord(ReadOnlySpan<byte> data) => data.SequenceEqual("[DONE]"u8);

    /// <inheritdoc/>
    public bool NamesEvents => true;

    /// <inheritdoc/>
    public bool JoinsBlocks => true;

    /// <inheritdoc/>
    public byte[] StreamError(string code, string message, string exchangeId) => OpenAiErrors.TypedEvent(code, message, exchangeId, _sequence + 1);

    /// <inheritdoc/>
    public bool ReadEvent(ref JsonCursor cursor, StreamTexts content)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            throw JsonRefusal.Field("An event must be a JSON object.");
        }

        var type = cursor.PeekString("type"u8);
        var rule = EventRule.Of(type);
        var place = rule.HasPlace ? PlaceIn(ref cursor, rule) : -1;
        var reader = _reader ??= new EventReader(content, new StreamTarget(content));
        reader.Begin(ref cursor, rule, place);
        while (cursor.NextKey())
        {
            if (cursor.Is("sequence_number"u8))
            {
                content.AddField(ref cursor);
                _sequence = Math.Clamp(cursor.Integer() ?? _sequence, _sequence, long.MaxValue - 1);
            }
            else if (!reader.TryRead(ref cursor))
            {
                UnknownEvents.Read(ref cursor, content, place, type);
            }
        }

        reader.End();
        if (rule.Kind == EventKind.Error || type.SequenceEqual("response.failed"u8))
        {
            content.Report.Code = "upstream_error";
        }

        return rule.Kind is EventKind.ResponseEnd or EventKind.Error;
    }

    private static int PlaceIn(ref JsonCursor cursor, EventRule rule) => cursor.PeekInteger("output_index"u8) switch
    {
        >= 0 and <= HighestPlace and var place => (int)place,
        null when rule.Kind == EventKind.Unknown => -1,
        _ => throw JsonRefusal.Field("An event belongs to no item of the response."),
    };
}
