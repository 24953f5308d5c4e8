using System.Text.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Translation.OpenAiChat;

/// <summary>OpenAI Chat Completions.</summary>
internal sealed class ChatInterpreter : IInterpreter
{
    /// <inheritdoc/>
    public string Provider => "OpenAI";

    /// <inheritdoc/>
    public void Read(JsonElement body, NeutralRequest request, Losses losses) => ChatRequestReader.Read(body, request, losses);

    /// <inheritdoc/>
    public void Write(NeutralRequest request, Utf8JsonWriter json, Losses losses) => ChatRequestWriter.Write(request, json, losses);

    /// <inheritdoc/>
    public void Read(JsonElement body, AnswerSink answer, Losses losses) => ChatAnswerReader.Read(body, answer, losses);

    /// <inheritdoc/>
    public void Write(Answer answer, Utf8JsonWriter json) => ChatAnswerWriter.Write(answer, json);

    /// <inheritdoc/>
    public AnswerError ReadError(JsonElement body) => ChatAnswerReader.ErrorIn(body) ?? AnswerError.Of(null);

    /// <inheritdoc/>
    public IStreamFraming OpenFraming() => new SseFraming();

    /// <inheritdoc/>
    public IAnswerReader OpenReader(IStreamFraming framing) => new ChatStreamReader();

    /// <inheritdoc/>
    public AnswerWriter OpenWriter(AnswerContext context) => new ChatStreamWriter(context);
}
