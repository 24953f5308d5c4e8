using System.Text.Json;

namespace Bartizan.Gateway.Translation.OpenAiChat;

/// <summary>Writes a whole answer.</summary>
internal static class ChatAnswerWriter
{
    /// <summary>Writes a <c>chat.completion</c> with its only choice.</summary>
    public static void Write(Answer answer, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", answer.Id);
        json.WriteString("object", "chat.completion");
        json.WriteNumber("created", answer.Context.Time.ToUnixTimeSeconds());
        json.WriteString("model", answer.Model);
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        json.WritePropertyName("content");
        if (answer.Parts.Exists(p => p is TextPart))
        {
            Texts.WriteJoined(json, answer.Parts);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteNull("refusal");
        if (answer.Calls.Any())
        {
            ChatMessageWriter.WriteCalls(answer.Calls, json);
        }

        json.WriteEndObject();
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", ChatWords.WordOf(answer.Stop));
        json.WriteEndObject();
        json.WriteEndArray();
        ChatWords.WriteUsage(json, answer.Usage);
        json.WriteEndObject();
    }
}
