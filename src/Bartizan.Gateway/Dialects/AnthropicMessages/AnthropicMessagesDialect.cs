using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Redaction;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.AnthropicMessages;

/// <summary>Anthropic Messages.</summary>
public sealed class AnthropicMessagesDialect : IDialect
{
    /// <inheritdoc/>
    public string Name => "anthropic-messages";

    /// <inheritdoc/>
    public RequestReading ReadRequest(ReadOnlyMemory<byte> body)
    {
        var reading = new RequestReading(body);
        reading.Read((ref JsonCursor cursor) => AnthropicRequestReader.Read(ref cursor, reading));
        return reading;
    }

    /// <inheritdoc/>
    public ResponseReading ReadResponse(ReadOnlyMemory<byte> body)
    {
        var reading = new ResponseReading(body);
        reading.Read((ref JsonCursor cursor) => AnthropicResponseReader.Read(ref cursor, reading));
        return reading;
    }

    /// <inheritdoc/>
    public byte[] Redact(IReading reading, IReadOnlyList<Finding> findings, IMask mask) => Redactor.Redact(reading, findings, mask);

    /// <inheritdoc/>
    public IStreamTransform OpenStream(IStreamGuard guard, IStreamGate gate, StreamSettings settings) =>
        new StreamTransform(new AnthropicStream(), guard, gate, settings);

    /// <inheritdoc/>
    public byte[] ErrorBody(int status, string code, string message, string exchangeId) => AnthropicErrors.Body(status, code, message, exchangeId);
}
