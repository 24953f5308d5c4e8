using Bartizan.Gateway.Dialects.OpenAi;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.OpenAiResponses;

/// <summary>OpenAI Responses.</summary>
public sealed class OpenAiResponsesDialect : JsonDialect
{
    /// <inheritdoc/>
    public override string Name => "openai-responses";

    /// <inheritdoc/>
    public override IStreamTransform OpenStream(IStreamGuard guard, IStreamGate gate, StreamSettings settings) =>
        new StreamTransform(new ResponsesStream(), guard, gate, settings);

    /// <inheritdoc/>
    public override byte[] ErrorBody(int status, string code, string message, string exchangeId) => OpenAiErrors.Body(status, code, message, exchangeId);

    private protected override void Walk(ref JsonCursor cursor, RequestReading reading) => ResponsesRequestReader.Read(ref cursor, reading);

    private protected override void Walk(ref JsonCursor cursor, ResponseReading reading) => ResponseObjectReader.Read(ref cursor, reading);
}
