using System.Text.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Translation.Gemini;

/// <summary>Gemini's generateContent and streamGenerateContent.</summary>
internal sealed class GeminiInterpreter : IInterpreter
{
    /// <inheritdoc/>
    public string Provider => "Gemini";

    /// <inheritdoc/>
    public void Read(JsonElement body, NeutralRequest request, Losses losses) => GeminiRequestReader.Read(body, request, losses);

    /// <inheritdoc/>
    public void Write(NeutralRequest request, Utf8JsonWriter json, Losses losses) => GeminiRequestWriter.Write(request, json, losses);

    /// <inheritdoc/>
    public void Read(JsonElement body, AnswerSink answer, Losses losses) => GeminiAnswerReader.Read(body, answer, losses);

    /// <inheritdoc/>
    public void Write(Answer answer, Utf8JsonWriter json) => GeminiAnswerWriter.Write(answer, json);

    /// <inheritdoc/>
    public AnswerError ReadError(JsonElement body) => GeminiAnswerReader.ErrorIn(body) ?? AnswerError.Of(null);

    /// <inheritdoc/>
    public IStreamFraming OpenFraming() => new SseFraming();

    /// <inheritdoc/>
    public IAnswerReader OpenReader(IStreamFraming framing) => new GeminiStreamReader();

    /// <inheritdoc/>
    public AnswerWriter OpenWriter(AnswerContext context) => new GeminiStreamWriter(context);
}
