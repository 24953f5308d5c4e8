using System.Text.Json;

namespace Bartizan.Gateway.Translation.AnthropicMessages;

/// <summary>Writes a whole answer.</summary>
internal static class MessagesAnswerWriter
{
    /// <summary>Writes a <c>message</c>.</summary>
    public static void Write(Answer answer, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteHead(json, answer.Id, answer.Model);
        json.WriteStartArray("content");
        foreach (var part in answer.Parts)
        {
            MessagesBlockWriter.Write(json, part);
        }

        json.WriteEndArray();
        json.WriteString("stop_reason", MessagesWords.WordOf(answer.Stop));
        json.WriteNull("stop_sequence");
        MessagesWords.WriteUsage(json, answer.Usage);
        json.WriteEndObject();
    }

    /// <summary>Writes the members with which a message begins.</summary>
    public static void WriteHead(Utf8JsonWriter json, string id, string model)
    {
        json.WriteString("id", id);
        json.WriteString("type", "message");
        json.WriteString("role", "assistant");
        json.WriteString("model", model);
    }
}
