using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.Bedrock;

/// <summary>Reads the body of a complete Converse response, or of an error.</summary>
internal static class ConverseResponseReader
{
    /// <summary>Walks the whole response.</summary>
    public static void Read(ref JsonCursor cursor, ResponseReading reading)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            throw JsonRefusal.Field("The body must be a JSON object.");
        }

        var context = new ConverseContext(reading.Store, []);
        while (cursor.NextKey())
        {
            if (cursor.Is("output"u8))
            {
                cursor.Read();
                Output(ref cursor, context, "output");
            }
            else if (cursor.Is("usage"u8))
            {
                cursor.Read();
                reading.Usage = UsageFields.Read(ref cursor, reading.Store, "inputTokens"u8, "outputTokens"u8, default);
            }
            else if (cursor.Is("metrics"u8))
            {
                cursor.Read();
                Leaves.Composite(ref cursor, reading.Store, SegmentRole.Assistant, Provenance.Untrusted, "metrics", LeafStyle.Figures);
            }
            else if (cursor.Is("stopReason"u8))
            {
                if (Leaves.Word(ref cursor, reading.Store, null, SegmentRole.Assistant) is { } stop)
                {
                    reading.StopReasons = [stop];
                }
            }
            else
            {
                // A guardrail's trace quotes what it found; further fields are whatever the vendor says.
                Leaves.Field(ref cursor, reading.Store, null, SegmentRole.Assistant);
            }
        }

        reading.ToolCalls = context.Calls!;
    }

    // output.message.content
    private static void Output(ref JsonCursor cursor, ConverseContext context, string path)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            Leaves.Generic(ref cursor, context.Store, SegmentRole.Assistant, path);
            return;
        }

        while (cursor.NextKey())
        {
            var place = Paths.Key(ref cursor, path);
            if (cursor.Is("message"u8))
            {
                cursor.Read();
                Output(ref cursor, context, place);
            }
            else if (cursor.Is("content"u8))
            {
                cursor.Read();
                ConverseContentReader.Content(ref cursor, context, place, Speaker.Model);
            }
            else
            {
                Leaves.Field(ref cursor, context.Store, path, SegmentRole.Assistant);
            }
        }
    }
}
