using System.Text.Json;
using Bartizan.Gateway.Streaming;
using Bartizan.Gateway.Streaming.AmazonEvents;

namespace Bartizan.Gateway.Translation.Bedrock;

/// <summary>Amazon Bedrock's Converse and ConverseStream.</summary>
internal sealed class ConverseInterpreter : IInterpreter
{
    /// <inheritdoc/>
    public string Provider => "Amazon Bedrock";

    /// <inheritdoc/>
    public void Read(JsonElement body, NeutralRequest request, Losses losses) => ConverseRequestReader.Read(body, request, losses);

    /// <inheritdoc/>
    public void Write(NeutralRequest request, Utf8JsonWriter json, Losses losses) => ConverseRequestWriter.Write(request, json, losses);

    /// <inheritdoc/>
    public void Read(JsonElement body, AnswerSink answer, Losses losses) => ConverseAnswerReader.Read(body, answer, losses);

    /// <inheritdoc/>
    public void Write(Answer answer, Utf8JsonWriter json) => ConverseAnswerWriter.Write(answer, json);

    /// <inheritdoc/>
    public AnswerError ReadError(JsonElement body) => ConverseAnswerReader.ErrorIn(body, null);

    /// <inheritdoc/>
    public IStreamFraming OpenFraming() => new AmazonEventFraming();

    /// <inheritdoc/>
    public IAnswerReader OpenReader(IStreamFraming framing) => new ConverseStreamReader((AmazonEventFraming)framing);

    /// <inheritdoc/>
    public AnswerWriter OpenWriter(AnswerContext context) => new ConverseStreamWriter(context);
}
