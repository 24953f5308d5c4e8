using System.Text.Json;
using Bartizan.Gateway.Dialects.OpenAi;

namespace Bartizan.Gateway.Translation.OpenAiChat;

/// <summary>Writes a streamed answer: one chunk for each thing said, then why the model stopped, token counts if they are wanted, and <c>[DONE]</c>.</summary>
internal sealed class ChatStreamWriter(AnswerContext context) : AnswerWriter(context)
{
    private string _id = "";
    private string _model = "";
    private int _calls;

    /// <inheritdoc/>
    public override byte[] ErrorBytes(string code, string message, bool begun) => OpenAiErrors.Events(code, message, Context.ExchangeId);

    /// <inheritdoc/>
    protected override void Began(string id, string model)
    {
        (_id, _model) = (id, model);
        Chunk(null, static (json, _) =>
        {
            json.WriteString("role", "assistant");
            json.WriteString("content", "");
        });
    }

    /// <inheritdoc/>
    protected override void Said(JsonElement text) => Chunk(null, (json, _) => Texts.Write(json, "content", text));

    /// <inheritdoc/>
    protected override void Called(CallPart call) => Chunk(null, (json, number) => ChatMessageWriter.WriteCalls([call], json, number), _calls++);

    /// <inheritdoc/>
    protected override void Ended()
    {
        Chunk(ChatWords.WordOf(Stop), static (_, _) => { });
        if (Context.CountsStream)
        {
            var json = Head();
            json.WriteStartArray("choices");
            json.WriteEndArray();
            ChatWords.WriteUsage(json, Usage);
            Send();
        }

        Write("data: [DONE]\n\n"u8);
    }

    private void Chunk(string? finish, Action<Utf8JsonWriter, int> delta, int number = 0)
    {
        var json = Head();
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("delta");
        delta(json, number);
        json.WriteEndObject();
        json.WriteString("finish_reason", finish);
        json.WriteEndObject();
        json.WriteEndArray();
        Send();
    }

    private Utf8JsonWriter Head()
    {
        var json = Start();
        json.WriteString("id", _id);
        json.WriteString("object", "chat.completion.chunk");
        json.WriteNumber("created", Context.Time.ToUnixTimeSeconds());
        json.WriteString("model", _model);
        return json;
    }
}
