using System.Text.Json;

namespace Bartizan.Gateway.Translation.AnthropicMessages;

/// <summary>Writes a request of Anthropic Messages.</summary>
internal static class MessagesRequestWriter
{
    /// <summary>Anthropic must be told how long an answer may be; the least that all of its models can write, for requests that do not say.</summary>
    public const int DefaultMaxTokens = 4096;

    /// <summary>Writes the whole body.</summary>
    public static void Write(NeutralRequest request, Utf8JsonWriter json, Losses losses)
    {
        json.WriteStartObject();
        json.WriteString("model", request.Model);
        request.WriteSettings(json, MessagesWords.NameOf, losses);
        if (!request.Settings.ContainsKey(Setting.MaxTokens))
        {
            json.WriteNumber("max_tokens", DefaultMaxTokens);
        }

        System(request, json);
        MessagesBlockWriter.WriteTurns(request, json);
        if (request.Stop.Count > 0)
        {
            json.WriteStartArray("stop_sequences");
            request.Stop.ForEach(text => Texts.WriteRaw(json, text));
            json.WriteEndArray();
        }

        Tools(request, json);
        Choice(request, json);
        Format(request.Format, json);
        if (request.Stream)
        {
            json.WriteBoolean("stream", true);
        }

        json.WriteEndObject();
    }

    private static void System(NeutralRequest request, Utf8JsonWriter json)
    {
        if (request.System.Exists(text => !Texts.IsEmpty(text)))
        {
            json.WriteStartArray("system");
            foreach (var text in request.System.Where(text => !Texts.IsEmpty(text)))
            {
                MessagesBlockWriter.WriteText(json, text);
            }

            json.WriteEndArray();
        }
    }

    private static void Tools(NeutralRequest request, Utf8JsonWriter json)
    {
        if (request.Tools.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tools");
        foreach (var tool in request.Tools)
        {
            json.WriteStartObject();
            json.WriteString("name", tool.Name);
            if (tool.Description.ValueKind != JsonValueKind.Undefined)
            {
                Texts.Write(json, "description", tool.Description);
            }

            json.WritePropertyName("input_schema");
            json.WriteRawValue(tool.Schema.ValueKind == JsonValueKind.Undefined ? """{"type":"object","properties":{}}"""u8 : Texts.Raw(tool.Schema), skipInputValidation: true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // Without tools there is no choice, and Anthropic refuses one.
    private static void Choice(NeutralRequest request, Utf8JsonWriter json)
    {
        if ((request.Choice == ToolChoice.Unsaid && request.OneCallField is null) || request.Tools.Count == 0)
        {
            return;
        }

        json.WriteStartObject("tool_choice");
        json.WriteString("type", request.Choice switch { ToolChoice.Any => "any", ToolChoice.None => "none", ToolChoice.Named => "tool", _ => "auto" });
        if (request.Choice == ToolChoice.Named)
        {
            json.WriteString("name", request.ChosenTool);
        }

        if (request.OneCallField is not null && request.Choice != ToolChoice.None)
        {
            json.WriteBoolean("disable_parallel_tool_use", true);
        }

        json.WriteEndObject();
    }

    private static void Format(AnswerFormat? format, Utf8JsonWriter json)
    {
        if (format is null)
        {
            return;
        }

        if (format.Schema.ValueKind == JsonValueKind.Undefined)
        {
            throw Untranslatable.Here("response format", "Anthropic promises JSON only with a schema.");
        }

        json.WriteStartObject("output_config");
        json.WriteStartObject("format");
        json.WriteString("type", "json_schema");
        Texts.Write(json, "schema", format.Schema);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
