using System.Text.Json;

namespace Bartizan.Gateway.Translation.Gemini;

/// <summary>Writes a whole answer.</summary>
internal static class GeminiAnswerWriter
{
    /// <summary>Writes a <c>GenerateContentResponse</c> with its only candidate.</summary>
    public static void Write(Answer answer, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteCandidate(json, answer.Parts, answer.Stop);
        WriteUsage(json, answer.Usage);
        json.WriteString("modelVersion", answer.Model);
        json.WriteString("responseId", answer.Id);
        json.WriteEndObject();
    }

    /// <summary>Writes the member <c>candidates</c>.</summary>
    public static void WriteCandidate(Utf8JsonWriter json, IEnumerable<Part> parts, StopReason? stop)
    {
        json.WriteStartArray("candidates");
        json.WriteStartObject();
        json.WriteStartObject("content");
        json.WriteStartArray("parts");
        foreach (var part in parts)
        {
            json.WriteStartObject();
            if (part is TextPart text)
            {
                Texts.Write(json, "text", text.Text);
            }
            else if (part is CallPart call)
            {
                GeminiPartWriter.WriteCall(json, call.Name, call.Arguments, call.Id);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("role", "model");
        json.WriteEndObject();
        if (stop is { } reason)
        {
            json.WriteString("finishReason", GeminiWords.WordOf(reason));
        }

        json.WriteNumber("index", 0);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>Writes the member <c>usageMetadata</c>.</summary>
    public static void WriteUsage(Utf8JsonWriter json, TokenCounts usage)
    {
        json.WriteStartObject("usageMetadata");
        json.WriteNumber("promptTokenCount", usage.Input ?? 0);
        if (usage.Cached is { } cached)
        {
            json.WriteNumber("cachedContentTokenCount", cached);
        }

        json.WriteNumber("candidatesTokenCount", usage.Output ?? 0);
        json.WriteNumber("totalTokenCount", (usage.Input ?? 0) + (usage.Output ?? 0));
        json.WriteEndObject();
    }
}
