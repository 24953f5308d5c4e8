using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects.OpenAi;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Redaction;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.OpenAiResponses;

/// <summary>OpenAI Responses.</summary>
public sealed class OpenAiResponsesDialect : IDialect
{
    /// <inheritdoc/>
    public string Name => "openai-responses";

    /// <inheritdoc/>
    public RequestReading ReadRequest(ReadOnlyMemory<byte> body)
    {
        var reading = new RequestReading(body);
        reading.Read((ref JsonCursor cursor) => ResponsesRequestReader.Read(ref cursor, reading));
        return reading;
    }

    /// <inheritdoc/>
    public ResponseReading ReadResponse(ReadOnlyMemory<byte> body)
    {
        var reading = new ResponseReading(body);
        reading.Read((ref JsonCursor cursor) => ResponseObjectReader.Read(ref cursor, reading));
        return reading;
    }

    /// <inheritdoc/>
    public byte[] Redact(IReading reading, IReadOnlyList<Finding> findings, IMask mask) => Redactor.Redact(reading, findings, mask);

    /// <inheritdoc/>
    public IStreamTransform OpenStream(IStreamGuard guard, IStreamGate gate, StreamSettings settings) =>
        new StreamTransform(new ResponsesStream(), guard, gate, settings);

    /// <inheritdoc/>
    public byte[] ErrorBody(int status, string code, string message, string exchangeId) => OpenAiErrors.Body(status, code, message, exchangeId);
}
