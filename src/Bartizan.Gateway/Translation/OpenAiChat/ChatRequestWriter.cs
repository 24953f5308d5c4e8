using System.Text.Json;

namespace Bartizan.Gateway.Translation.OpenAiChat;

/// <summary>Writes a request of OpenAI Chat Completions.</summary>
internal static class ChatRequestWriter
{
    /// <summary>Writes the whole body.</summary>
    public static void Write(NeutralRequest request, Utf8JsonWriter json, Losses losses)
    {
        json.WriteStartObject();
        json.WriteString("model", request.Model);
        ChatMessageWriter.Write(request, json, losses);
        request.WriteSettings(json, ChatWords.NameOf, losses);
        if (request.Stop.Count > 0)
        {
            json.WriteStartArray("stop");
            request.Stop.ForEach(text => Texts.WriteRaw(json, text));
            json.WriteEndArray();
        }

        Tools(request, json);
        Format(request.Format, json);
        if (request.Stream)
        {
            // Counted whether or not the client wants to know: the record does.
            json.WriteBoolean("stream", true);
            json.WriteStartObject("stream_options");
            json.WriteBoolean("include_usage", true);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Tools(NeutralRequest request, Utf8JsonWriter json)
    {
        if (request.Tools.Count > 0)
        {
            json.WriteStartArray("tools");
            foreach (var tool in request.Tools)
            {
                json.WriteStartObject();
                json.WriteString("type", "function");
                json.WriteStartObject("function");
                json.WriteString("name", tool.Name);
                if (tool.Description.ValueKind != JsonValueKind.Undefined)
                {
                    Texts.Write(json, "description", tool.Description);
                }

                if (tool.Schema.ValueKind != JsonValueKind.Undefined)
                {
                    Texts.Write(json, "parameters", tool.Schema);
                }

                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        switch (request.Choice)
        {
            case ToolChoice.Unsaid:
                break;
            case ToolChoice.Named:
                json.WriteStartObject("tool_choice");
                json.WriteString("type", "function");
                json.WriteStartObject("function");
                json.WriteString("name", request.ChosenTool);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            default:
                json.WriteString("tool_choice", request.Choice switch { ToolChoice.Any => "required", ToolChoice.None => "none", _ => "auto" });
                break;
        }

        if (request.OneCallField is not null)
        {
            json.WriteBoolean("parallel_tool_calls", false);
        }
    }

    private static void Format(AnswerFormat? format, Utf8JsonWriter json)
    {
        if (format is null)
        {
            return;
        }

        var hasSchema = format.Schema.ValueKind != JsonValueKind.Undefined;
        json.WriteStartObject("response_format");
        json.WriteString("type", hasSchema ? "json_schema" : "json_object");
        if (hasSchema)
        {
            json.WriteStartObject("json_schema");
            json.WriteString("name", format.Name ?? "answer");
            Texts.Write(json, "schema", format.Schema);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
