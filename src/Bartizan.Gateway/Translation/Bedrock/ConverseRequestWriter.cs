using System.Text.Json;

namespace Bartizan.Gateway.Translation.Bedrock;

/// <summary>Writes a request of Converse. The model and the wish for a stream stand in the path.</summary>
internal static class ConverseRequestWriter
{
    /// <summary>Writes the whole body.</summary>
    public static void Write(NeutralRequest request, Utf8JsonWriter json, Losses losses)
    {
        if (request.Format is not null)
        {
            throw Untranslatable.For("Amazon Bedrock's Converse", "a promise of JSON");
        }

        json.WriteStartObject();
        if (request.System.Exists(text => !Texts.IsEmpty(text)))
        {
            json.WriteStartArray("system");
            foreach (var text in request.System.Where(text => !Texts.IsEmpty(text)))
            {
                ConverseBlockWriter.WriteText(json, text);
            }

            json.WriteEndArray();
        }

        ConverseBlockWriter.WriteTurns(request, json);
        json.WriteStartObject("inferenceConfig");
        request.WriteSettings(json, ConverseWords.NameOf, losses);
        if (request.Stop.Count > 0)
        {
            json.WriteStartArray("stopSequences");
            request.Stop.ForEach(text => Texts.WriteRaw(json, text));
            json.WriteEndArray();
        }

        json.WriteEndObject();
        if (request.OneCallField is { } field)
        {
            losses.Drop(field);
        }

        if (request.Tools.Count > 0)
        {
            json.WriteStartObject("toolConfig");
            Tools(request, json);
            Choice(request, json);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Tools(NeutralRequest request, Utf8JsonWriter json)
    {
        json.WriteStartArray("tools");
        foreach (var tool in request.Tools)
        {
            json.WriteStartObject();
            json.WriteStartObject("toolSpec");
            json.WriteString("name", tool.Name);
            if (tool.Description.ValueKind != JsonValueKind.Undefined && !Texts.IsEmpty(tool.Description))
            {
                Texts.Write(json, "description", tool.Description);
            }

            json.WriteStartObject("inputSchema");
            json.WritePropertyName("json");
            json.WriteRawValue(tool.Schema.ValueKind == JsonValueKind.Undefined ? """{"type":"object","properties":{}}"""u8 : Texts.Raw(tool.Schema), skipInputValidation: true);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Choice(NeutralRequest request, Utf8JsonWriter json)
    {
        if (request.Choice == ToolChoice.None)
        {
            throw Untranslatable.For("Amazon Bedrock's Converse", "tools that may not be called");
        }

        if (request.Choice == ToolChoice.Unsaid)
        {
            return;
        }

        json.WriteStartObject("toolChoice");
        json.WriteStartObject(request.Choice switch { ToolChoice.Any => "any", ToolChoice.Named => "tool", _ => "auto" });
        if (request.Choice == ToolChoice.Named)
        {
            json.WriteString("name", request.ChosenTool);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
