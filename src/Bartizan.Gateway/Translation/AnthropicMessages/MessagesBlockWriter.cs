using System.Text.Json;

namespace Bartizan.Gateway.Translation.AnthropicMessages;

/// <summary>Writes messages and their blocks.</summary>
internal static class MessagesBlockWriter
{
    /// <summary>Writes the member <c>messages</c>.</summary>
    public static void WriteTurns(NeutralRequest request, Utf8JsonWriter json)
    {
        json.WriteStartArray("messages");
        foreach (var turn in request.Turns)
        {
            json.WriteStartObject();
            json.WriteString("role", turn.Side == Side.Model ? "assistant" : "user");
            json.WriteStartArray("content");
            // Results must stand first: they follow the calls that they answer.
            foreach (var part in turn.Parts.OrderBy(p => p is not ResultPart))
            {
                Write(json, part);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a <c>text</c> block.</summary>
    public static void WriteText(Utf8JsonWriter json, JsonElement text)
    {
        json.WriteStartObject();
        json.WriteString("type", "text");
        Texts.Write(json, "text", text);
        json.WriteEndObject();
    }

    /// <summary>Writes a part as a block.</summary>
    public static void Write(Utf8JsonWriter json, Part part)
    {
        switch (part)
        {
            case TextPart text:
                WriteText(json, text.Text);
                break;
            case ImagePart image:
                Image(json, image);
                break;
            case CallPart call:
                json.WriteStartObject();
                json.WriteString("type", "tool_use");
                json.WriteString("id", CallIds.Plain(call.Id));
                json.WriteString("name", call.Name);
                Texts.Write(json, "input", call.Arguments);
                json.WriteEndObject();
                break;
            case ResultPart result:
                Result(json, result);
                break;
        }
    }

    private static void Image(Utf8JsonWriter json, ImagePart image)
    {
        json.WriteStartObject();
        json.WriteString("type", "image");
        json.WriteStartObject("source");
        json.WriteString("type", image.MediaType is null ? "url" : "base64");
        if (image.MediaType is not null)
        {
            json.WriteString("media_type", image.MediaType);
        }

        json.WriteString(image.MediaType is null ? "url" : "data", image.Data);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, ResultPart result)
    {
        json.WriteStartObject();
        json.WriteString("type", "tool_result");
        json.WriteString("tool_use_id", CallIds.Plain(result.CallId));
        json.WriteStartArray("content");
        foreach (var part in result.Content.Where(p => p is not TextPart { Text: var text } || !Texts.IsEmpty(text)))
        {
            Write(json, part);
        }

        json.WriteEndArray();
        if (result.Failed)
        {
            json.WriteBoolean("is_error", true);
        }

        json.WriteEndObject();
    }
}
