using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.OpenAiResponses;

/// <summary>Reads a response: the body of a whole answer (or of an error), or what an event says of the response so far.</summary>
internal static class ResponseObjectReader
{
    /// <summary>Reads the body of a whole answer.</summary>
    public static void Read(ref JsonCursor cursor, ResponseReading reading)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            throw JsonRefusal.Field("The body must be a JSON object.");
        }

        var target = new ResponseTarget(reading);
        Fields(ref cursor, target);
        reading.ToolCalls = target.Calls;
        reading.StopReasons = target.Reasons;
    }

    /// <summary>Reads the response's fields; the cursor stands on its object.</summary>
    public static void Fields(ref JsonCursor cursor, ItemTarget target)
    {
        while (cursor.NextKey())
        {
            if (cursor.Is("output"u8))
            {
                cursor.Read();
                Output(ref cursor, target);
            }
            else if (cursor.Is("output_text"u8))
            {
                cursor.Read();
                target.Text(ref cursor, Speaker.Model, "output_text");
            }
            else if (cursor.Is("usage"u8))
            {
                cursor.Read();
                target.Usage(ref cursor);
            }
            else if (cursor.Is("status"u8))
            {
                Stop(ref cursor, target, null);
            }
            else if (cursor.Is("incomplete_details"u8))
            {
                cursor.Read();
                Incomplete(ref cursor, target);
            }
            else if (cursor.Is("moderation"u8) || cursor.Is("tool_usage"u8))
            {
                var field = cursor.Text();
                cursor.Read();
                target.Value(ref cursor, new Speaker(SegmentRole.Assistant, Provenance.Untrusted), field, LeafStyle.Figures);
            }
            else if (!ResponsesSettings.TryRead(ref cursor, target))
            {
                target.Field(ref cursor, null, SegmentRole.Assistant);
            }
        }
    }

    private static void Output(ref JsonCursor cursor, ItemTarget target)
    {
        if (cursor.Token != JsonTokenType.StartArray)
        {
            target.Value(ref cursor, Speaker.Unknown, "output");
            return;
        }

        for (var i = 0; cursor.NextItem(); i++)
        {
            ItemReader.Read(ref cursor, target, Paths.Item("output", target.PlaceOf(ref cursor, i)), proposed: true);
        }

        target.EndItems();
    }

    private static void Incomplete(ref JsonCursor cursor, ItemTarget target)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            target.Value(ref cursor, Speaker.Unknown, "incomplete_details");
            return;
        }

        while (cursor.NextKey())
        {
            if (cursor.Is("reason"u8))
            {
                Stop(ref cursor, target, "incomplete_details");
            }
            else
            {
                target.Field(ref cursor, "incomplete_details", SegmentRole.Assistant);
            }
        }
    }

    private static void Stop(ref JsonCursor cursor, ItemTarget target, string? parent)
    {
        if (target.Word(ref cursor, parent, SegmentRole.Assistant) is { } reason)
        {
            target.Stopped(reason);
        }
    }
}
