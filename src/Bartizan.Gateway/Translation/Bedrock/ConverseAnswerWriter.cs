using System.Text.Json;

namespace Bartizan.Gateway.Translation.Bedrock;

/// <summary>Writes a whole answer.</summary>
internal static class ConverseAnswerWriter
{
    /// <summary>Writes the response of Converse.</summary>
    public static void Write(Answer answer, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("output");
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        json.WriteStartArray("content");
        foreach (var part in answer.Parts)
        {
            ConverseBlockWriter.Write(json, part);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("stopReason", ConverseWords.WordOf(answer.Stop));
        ConverseWords.WriteUsage(json, answer.Usage);
        json.WriteEndObject();
    }
}
