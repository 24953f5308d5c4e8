using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects.OpenAi;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Redaction;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.OpenAiChat;

/// <summary>OpenAI Chat Completions, as OpenAI and the many that speak like it send it.</summary>
/// <param name="modelInPath">Whether the path names the model, as on Azure, so that the body need not.</param>
public sealed class OpenAiChatDialect(bool modelInPath = false) : IDialect
{
    /// <inheritdoc/>
    public string Name => "openai-chat";

    /// <inheritdoc/>
    public RequestReading ReadRequest(ReadOnlyMemory<byte> body)
    {
        var reading = new RequestReading(body);
        reading.Read((ref JsonCursor cursor) => OpenAiRequestReader.Read(ref cursor, reading, modelInPath));
        return reading;
    }

    /// <inheritdoc/>
    public ResponseReading ReadResponse(ReadOnlyMemory<byte> body)
    {
        var reading = new ResponseReading(body);
        reading.Read((ref JsonCursor cursor) => OpenAiResponseReader.Read(ref cursor, reading));
        return reading;
    }

    /// <inheritdoc/>
    public byte[] Redact(IReading reading, IReadOnlyList<Finding> findings, IMask mask) => Redactor.Redact(reading, findings, mask);

    /// <inheritdoc/>
    public IStreamTransform OpenStream(IStreamGuard guard, IStreamGate gate, StreamSettings settings) =>
        new StreamTransform(new OpenAiStream(), guard, gate, settings);

    /// <inheritdoc/>
    public byte[] ErrorBody(int status, string code, string message, string exchangeId) => OpenAiErrors.Body(status, code, message, exchangeId);
}
