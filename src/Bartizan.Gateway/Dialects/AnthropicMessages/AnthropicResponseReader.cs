using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.AnthropicMessages;

/// <summary>Reads the body of a complete message, or of an error.</summary>
internal static class AnthropicResponseReader
{
    /// <summary>Walks the whole response.</summary>
    public static void Read(ref JsonCursor cursor, ResponseReading reading)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            throw JsonRefusal.Field("The body must be a JSON object.");
        }

        var response = new ResponseCalls();
        while (cursor.NextKey())
        {
            if (cursor.Is("content"u8))
            {
                cursor.Read();
                AnthropicBlockReader.Content(ref cursor, reading.Store, "content", Speaker.Model, response);
            }
            else if (cursor.Is("usage"u8))
            {
                cursor.Read();
                reading.Usage = UsageFields.Read(ref cursor, reading.Store, "input_tokens"u8, "output_tokens"u8, default);
            }
            else if (cursor.Is("stop_reason"u8))
            {
                if (Leaves.Word(ref cursor, reading.Store, null, SegmentRole.Assistant) is { } stop)
                {
                    reading.StopReasons = [stop];
                }
            }
            else
            {
                Leaves.Field(ref cursor, reading.Store, null, SegmentRole.Assistant);
            }
        }

        reading.ToolCalls = response.Calls;
    }
}
