using System.Text.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Translation.AnthropicMessages;

/// <summary>Anthropic Messages.</summary>
internal sealed class MessagesInterpreter : IInterpreter
{
    /// <inheritdoc/>
    public string Provider => "Anthropic";

    /// <inheritdoc/>
    public void Read(JsonElement body, NeutralRequest request, Losses losses) => MessagesRequestReader.Read(body, request, losses);

    /// <inheritdoc/>
    public void Write(NeutralRequest request, Utf8JsonWriter json, Losses losses) => MessagesRequestWriter.Write(request, json, losses);

    /// <inheritdoc/>
    public void Read(JsonElement body, AnswerSink answer, Losses losses) => MessagesAnswerReader.Read(body, answer, losses);

    /// <inheritdoc/>
    public void Write(Answer answer, Utf8JsonWriter json) => MessagesAnswerWriter.Write(answer, json);

    /// <inheritdoc/>
    public AnswerError ReadError(JsonElement body) => MessagesAnswerReader.ErrorIn(body);

    /// <inheritdoc/>
    public IStreamFraming OpenFraming() => new SseFraming();

    /// <inheritdoc/>
    public IAnswerReader OpenReader(IStreamFraming framing) => new MessagesStreamReader();

    /// <inheritdoc/>
    public AnswerWriter OpenWriter(AnswerContext context) => new MessagesStreamWriter(context);
}
