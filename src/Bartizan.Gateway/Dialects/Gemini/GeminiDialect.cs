using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Redaction;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.Gemini;

/// <summary>Gemini's generateContent and streamGenerateContent, as Google AI and Vertex AI speak it. The model's name is not in its bodies.</summary>
public sealed class GeminiDialect : IDialect
{
    /// <inheritdoc/>
    public string Name => "gemini";

    /// <inheritdoc/>
    public RequestReading ReadRequest(ReadOnlyMemory<byte> body)
    {
        var reading = new RequestReading(body);
        reading.Read((ref JsonCursor cursor) => GeminiRequestReader.Read(ref cursor, reading));
        return reading;
    }

    /// <inheritdoc/>
    public ResponseReading ReadResponse(ReadOnlyMemory<byte> body)
    {
        var reading = new ResponseReading(body);
        reading.Read((ref JsonCursor cursor) => GeminiResponseReader.Read(ref cursor, reading));
        return reading;
    }

    /// <inheritdoc/>
    public byte[] Redact(IReading reading, IReadOnlyList<Finding> findings, IMask mask) => Redactor.Redact(reading, findings, mask);

    /// <inheritdoc/>
    public IStreamTransform OpenStream(IStreamGuard guard, IStreamGate gate, StreamSettings settings) =>
        new StreamTransform(
            new GeminiStream(settings.Shape), guard, gate, settings, settings.Shape == StreamShape.JsonArray ? new JsonArrayFraming() : null);

    /// <inheritdoc/>
    public byte[] ErrorBody(int status, string code, string message, string exchangeId) => GeminiErrors.Body(status, code, message, exchangeId);
}
