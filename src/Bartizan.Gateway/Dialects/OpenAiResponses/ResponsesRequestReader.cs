using System.Text.Json;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.OpenAiResponses;

/// <summary>Reads the body of a request for a response.</summary>
internal static class ResponsesRequestReader
{
    /// <summary>Walks the whole request.</summary>
    public static void Read(ref JsonCursor cursor, RequestReading reading)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            throw JsonRefusal.Field("The body must be a JSON object.");
        }

        var target = new RequestTarget(reading);
        while (cursor.NextKey())
        {
            if (cursor.Is("input"u8))
            {
                cursor.Read();
                Input(ref cursor, target);
            }
            else if (cursor.Is("model"u8))
            {
                cursor.Read();
                reading.Model = RequestFields.Model(ref cursor);
            }
            else if (cursor.Is("stream"u8))
            {
                cursor.Read();
                reading.Stream = RequestFields.Flag(ref cursor, "stream");
            }
            else if (cursor.Is("background"u8))
            {
                cursor.Read();
                RequestFields.Forbid(RequestFields.Flag(ref cursor, "background"), "background: the answer would be fetched later, past the gateway.");
            }
            else if (cursor.Is("max_output_tokens"u8))
            {
                reading.MostOutput = RequestFields.Bound(ref cursor, reading.Store);
            }
            else if (!ResponsesSettings.TryRead(ref cursor, target))
            {
                RequestFields.Unknown(ref cursor, reading.Store);
            }
        }

        // Without input there may still be a stored prompt or conversation to answer.
        RequestFields.Require(reading.Model.Length > 0, "model");
        reading.Tools = target.ToolNames;
    }

    private static void Input(ref JsonCursor cursor, RequestTarget target)
    {
        if (cursor.Token is JsonTokenType.String or JsonTokenType.Null)
        {
            target.Text(ref cursor, Speaker.User, "input");
            return;
        }

        if (cursor.Token != JsonTokenType.StartArray)
        {
            throw JsonRefusal.Field("input must be a string or an array.");
        }

        for (var i = 0; cursor.NextItem(); i++)
        {
            if (cursor.Token != JsonTokenType.StartObject)
            {
                throw JsonRefusal.Field($"input[{i}] must be an object.");
            }

            ItemReader.Read(ref cursor, target, Paths.Item("input", i), proposed: false);
        }
    }
}
