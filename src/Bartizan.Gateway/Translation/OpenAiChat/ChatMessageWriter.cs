using System.Text.Json;

namespace Bartizan.Gateway.Translation.OpenAiChat;

/// <summary>Writes the messages of a request.</summary>
internal static class ChatMessageWriter
{
    /// <summary>Writes the member <c>messages</c>.</summary>
    public static void Write(NeutralRequest request, Utf8JsonWriter json, Losses losses)
    {
        json.WriteStartArray("messages");
        foreach (var text in request.System)
        {
            json.WriteStartObject();
            json.WriteString("role", "system");
            Texts.Write(json, "content", text);
            json.WriteEndObject();
        }

        foreach (var turn in request.Turns)
        {
            if (turn.Side == Side.Model)
            {
                Model(turn, json);
            }
            else
            {
                User(turn, json, losses);
            }
        }

        json.WriteEndArray();
    }

    /// <summary>Writes the member <c>tool_calls</c>, if there are calls; numbered in a stream.</summary>
    public static void WriteCalls(IEnumerable<CallPart> calls, Utf8JsonWriter json, int? number = null)
    {
        json.WriteStartArray("tool_calls");
        foreach (var call in calls)
        {
            json.WriteStartObject();
            if (number is { } index)
            {
                json.WriteNumber("index", index);
            }

            json.WriteString("id", call.Id);
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", call.Name);
            json.WriteString("arguments", Texts.Raw(call.Arguments));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Model(Turn turn, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("role", "assistant");
        json.WritePropertyName("content");
        if (turn.Parts.Exists(p => p is TextPart))
        {
            Texts.WriteJoined(json, turn.Parts);
        }
        else
        {
            json.WriteNullValue();
        }

        if (turn.Parts.Exists(p => p is CallPart))
        {
            WriteCalls(turn.Parts.OfType<CallPart>(), json);
        }

        json.WriteEndObject();
    }

    // Results come first: they must follow the calls that they answer.
    private static void User(Turn turn, Utf8JsonWriter json, Losses losses)
    {
        foreach (var result in turn.Parts.OfType<ResultPart>())
        {
            if (result.Failed)
            {
                losses.Drop("is_error");
            }

            if (result.Content.Any(p => p is not TextPart))
            {
                throw Untranslatable.For("OpenAI", "a picture in a tool's result");
            }

            json.WriteStartObject();
            json.WriteString("role", "tool");
            json.WriteString("tool_call_id", result.CallId);
            json.WritePropertyName("content");
            Texts.WriteJoined(json, result.Content);
            json.WriteEndObject();
        }

        if (turn.Parts.Exists(p => p is not ResultPart))
        {
            json.WriteStartObject();
            json.WriteString("role", "user");
            Content(turn.Parts, json);
            json.WriteEndObject();
        }
    }

    private static void Content(List<Part> parts, Utf8JsonWriter json)
    {
        if (parts.FindAll(p => p is not ResultPart) is [TextPart only])
        {
            Texts.Write(json, "content", only.Text);
            return;
        }

        json.WriteStartArray("content");
        foreach (var part in parts)
        {
            switch (part)
            {
                case TextPart text:
                    json.WriteStartObject();
                    json.WriteString("type", "text");
                    Texts.Write(json, "text", text.Text);
                    json.WriteEndObject();
                    break;
                case ImagePart image:
                    json.WriteStartObject();
                    json.WriteString("type", "image_url");
                    json.WriteStartObject("image_url");
                    json.WriteString("url", image.MediaType is null ? image.Data : $"data:{image.MediaType};base64,{image.Data}");
                    json.WriteEndObject();
                    json.WriteEndObject();
                    break;
            }
        }

        json.WriteEndArray();
    }
}
