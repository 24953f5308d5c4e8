using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Redaction;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects;

/// <summary>A dialect whose bodies are JSON: it says how to walk one, and reading and masking follow from that.</summary>
public abstract class JsonDialect : IDialect
{
    private protected JsonDialect()
    {
    }

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public virtual StreamShape? ShapeOf(string mediaType, bool asked) => mediaType == "text/event-stream" ? StreamShape.Events : null;

    /// <inheritdoc/>
    public RequestReading ReadRequest(ReadOnlyMemory<byte> body)
    {
        var reading = new RequestReading(body);
        reading.Read((ref JsonCursor cursor) => Walk(ref cursor, reading));
        return reading;
    }

    /// <inheritdoc/>
    public ResponseReading ReadResponse(ReadOnlyMemory<byte> body)
    {
        var reading = new ResponseReading(body);
        reading.Read((ref JsonCursor cursor) => Walk(ref cursor, reading));
        return reading;
    }

    /// <inheritdoc/>
    public byte[] Redact(IReading reading, IReadOnlyList<Finding> findings, IMask mask) => Redactor.Redact(reading, findings, mask);

    /// <inheritdoc/>
    public abstract IStreamTransform OpenStream(IStreamGuard guard, IStreamGate gate, StreamSettings settings);

    /// <inheritdoc/>
    public abstract byte[] ErrorBody(int status, string code, string message, string exchangeId);

    /// <inheritdoc/>
    public virtual (string Name, string Value)? ErrorHeader(int status) => null;

    /// <inheritdoc/>
    public virtual byte[] BusyBody(int status, string code, string message, string exchangeId, TimeSpan wait) => ErrorBody(status, code, message, exchangeId);

    /// <summary>Walks a whole request.</summary>
    private protected abstract void Walk(ref JsonCursor cursor, RequestReading reading);

    /// <summary>Walks a whole response.</summary>
    private protected abstract void Walk(ref JsonCursor cursor, ResponseReading reading);
}
