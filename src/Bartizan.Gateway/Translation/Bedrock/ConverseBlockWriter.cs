using System.Text.Json;

namespace Bartizan.Gateway.Translation.Bedrock;

/// <summary>Writes messages and their blocks.</summary>
internal static class ConverseBlockWriter
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
            foreach (var part in turn.Parts.OrderBy(p => p is not ResultPart))
            {
                Write(json, part);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a text block.</summary>
    public static void WriteText(Utf8JsonWriter json, JsonElement text)
    {
        json.WriteStartObject();
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
                json.WriteStartObject("toolUse");
                WriteCallHead(json, call);
                Texts.Write(json, "input", call.Arguments);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            case ResultPart result:
                Result(json, result);
                break;
        }
    }

    /// <summary>Writes the members that name a call.</summary>
    public static void WriteCallHead(Utf8JsonWriter json, CallPart call)
    {
        json.WriteString("toolUseId", CallIds.Plain(call.Id));
        json.WriteString("name", call.Name);
    }

    private static void Image(Utf8JsonWriter json, ImagePart image)
    {
        var format = image.MediaType switch
        {
            "image/png" => "png",
            "image/jpeg" or "image/jpg" => "jpeg",
            "image/gif" => "gif",
            "image/webp" => "webp",
            _ => throw Untranslatable.For("Amazon Bedrock's Converse", "a picture of this type, or given by its address"),
        };
        json.WriteStartObject();
        json.WriteStartObject("image");
        json.WriteString("format", format);
        json.WriteStartObject("source");
        json.WriteString("bytes", image.Data);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, ResultPart result)
    {
        json.WriteStartObject();
        json.WriteStartObject("toolResult");
        json.WriteString("toolUseId", CallIds.Plain(result.CallId));
        json.WriteStartArray("content");
        foreach (var part in result.Content)
        {
            Write(json, part);
        }

        json.WriteEndArray();
        if (result.Failed)
        {
            json.WriteString("status", "error");
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
