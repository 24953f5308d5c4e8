using System.Text.Json;

namespace Bartizan.Gateway.Translation.Gemini;

/// <summary>Writes contents and their parts.</summary>
internal static class GeminiPartWriter
{
    // Google's own word for a call in the conversation that another model made (ai.google.dev, "Thought signatures").
    private const string FromAnotherModel = "skip_thought_signature_validator";

    /// <summary>Writes what one side says. The first call of a turn of the model says that another model made it, when it is to be <paramref name="signed"/>.</summary>
    public static void WriteTurn(Utf8JsonWriter json, Turn turn, bool signed)
    {
        json.WriteStartObject();
        json.WriteString("role", turn.Side == Side.Model ? "model" : "user");
        json.WriteStartArray("parts");
        foreach (var part in turn.Parts.OrderBy(p => p is not ResultPart))
        {
            switch (part)
            {
                case TextPart text:
                    WriteText(json, text.Text);
                    break;
                case CallPart call:
                    json.WriteStartObject();
                    WriteCall(json, call.Name, call.Arguments);
                    if (signed)
                    {
                        json.WriteString("thoughtSignature", FromAnotherModel);
                        signed = false;
                    }

                    json.WriteEndObject();
                    break;
                case ResultPart result:
                    Result(json, result);
                    break;
                case ImagePart image:
                    Image(json, image);
                    break;
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes a part of text.</summary>
    public static void WriteText(Utf8JsonWriter json, JsonElement text)
    {
        json.WriteStartObject();
        Texts.Write(json, "text", text);
        json.WriteEndObject();
    }

    /// <summary>Writes the member <c>functionCall</c>; in answers with its id, which requests leave out because not every version of the API takes one.</summary>
    public static void WriteCall(Utf8JsonWriter json, string name, JsonElement arguments, string? id = null)
    {
        json.WriteStartObject("functionCall");
        if (id is not null)
        {
            json.WriteString("id", id);
        }

        json.WriteString("name", name);
        Texts.Write(json, "args", arguments);
        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, ResultPart result)
    {
        if (result.Content.Any(p => p is not TextPart))
        {
            throw Untranslatable.For("Gemini", "a picture in a tool's result");
        }

        json.WriteStartObject();
        json.WriteStartObject("functionResponse");
        json.WriteString("name", result.Name);
        json.WriteStartObject("response");
        json.WritePropertyName(result.Failed ? "error" : "output");
        Texts.WriteJoined(json, result.Content);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Image(Utf8JsonWriter json, ImagePart image)
    {
        if (image.MediaType is null)
        {
            throw Untranslatable.For("Gemini", "a picture that is given by its address");
        }

        json.WriteStartObject();
        json.WriteStartObject("inlineData");
        json.WriteString("mimeType", image.MediaType);
        json.WriteString("data", image.Data);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
