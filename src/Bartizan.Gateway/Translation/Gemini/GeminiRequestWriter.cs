using System.Text.Json;

namespace Bartizan.Gateway.Translation.Gemini;

/// <summary>Writes a request of Gemini's generateContent. The model and the wish for a stream stand in the path.</summary>
internal static class GeminiRequestWriter
{
    /// <summary>Writes the whole body.</summary>
    public static void Write(NeutralRequest request, Utf8JsonWriter json, Losses losses)
    {
        json.WriteStartObject();
        if (request.System.Count > 0)
        {
            json.WriteStartObject("systemInstruction");
            json.WriteStartArray("parts");
            request.System.ForEach(text => GeminiPartWriter.WriteText(json, text));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteStartArray("contents");
        foreach (var turn in request.Turns)
        {
            GeminiPartWriter.WriteTurn(json, turn, signed: !IsOld(request.Model));
        }

        json.WriteEndArray();
        Tools(request, json);
        Choice(request, json);
        if (request.OneCallField is { } field)
        {
            losses.Drop(field);
        }

        GenerationConfig(request, json, losses);
        json.WriteEndObject();
    }

    // From Gemini 3 on, a call in the conversation must be signed, or say that another model made it.
    private static bool IsOld(string model) => model.StartsWith("gemini-1", StringComparison.Ordinal) || model.StartsWith("gemini-2", StringComparison.Ordinal);

    private static void Tools(NeutralRequest request, Utf8JsonWriter json)
    {
        if (request.Tools.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tools");
        json.WriteStartObject();
        json.WriteStartArray("functionDeclarations");
        foreach (var tool in request.Tools)
        {
            json.WriteStartObject();
            json.WriteString("name", tool.Name);
            if (tool.Description.ValueKind != JsonValueKind.Undefined)
            {
                Texts.Write(json, "description", tool.Description);
            }

            if (tool.Schema.ValueKind != JsonValueKind.Undefined)
            {
                Texts.Write(json, "parametersJsonSchema", tool.Schema);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Choice(NeutralRequest request, Utf8JsonWriter json)
    {
        if (request.Choice == ToolChoice.Unsaid)
        {
            return;
        }

        json.WriteStartObject("toolConfig");
        json.WriteStartObject("functionCallingConfig");
        json.WriteString("mode", request.Choice switch { ToolChoice.Auto => "AUTO", ToolChoice.None => "NONE", _ => "ANY" });
        if (request.Choice == ToolChoice.Named)
        {
            json.WriteStartArray("allowedFunctionNames");
            json.WriteStringValue(request.ChosenTool);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void GenerationConfig(NeutralRequest request, Utf8JsonWriter json, Losses losses)
    {
        json.WriteStartObject("generationConfig");
        request.WriteSettings(json, GeminiWords.NameOf, losses);
        if (request.Stop.Count > 0)
        {
            json.WriteStartArray("stopSequences");
            request.Stop.ForEach(text => Texts.WriteRaw(json, text));
            json.WriteEndArray();
        }

        if (request.Format is { } format)
        {
            json.WriteString("responseMimeType", "application/json");
            if (format.Schema.ValueKind != JsonValueKind.Undefined)
            {
                Texts.Write(json, "responseJsonSchema", format.Schema);
            }
        }

        json.WriteEndObject();
    }
}
