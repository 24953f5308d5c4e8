using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.Gemini;

/// <summary>Gemini's generateContent and streamGenerateContent, as Google AI and Vertex AI speak it. The model's name is not in its bodies.</summary>
public sealed class GeminiDialect : JsonDialect
{
    /// <inheritdoc/>
    public override string Name => "gemini";

    /// <inheritdoc/>
    public override StreamShape? ShapeOf(string mediaType, bool asked) => base.ShapeOf(mediaType, asked) ?? (asked ? StreamShape.JsonArray : null);

    /// <inheritdoc/>
    public override IStreamTransform OpenStream(IStreamGuard guard, IStreamGate gate, StreamSettings settings) =>
        new StreamTransform(
            new GeminiStream(settings.Shape), guard, gate, settings, settings.Shape == StreamShape.JsonArray ? new JsonArrayFraming() : null);

    /// <inheritdoc/>
    public override byte[] ErrorBody(int status, string code, string message, string exchangeId) => GeminiErrors.Body(status, code, message, exchangeId);

    /// <inheritdoc/>
    public override byte[] BusyBody(int status, string code, string message, string exchangeId, TimeSpan wait) => GeminiErrors.Body(status, code, message, exchangeId, wait);

    private protected override void Walk(ref JsonCursor cursor, RequestReading reading) => GeminiRequestReader.Read(ref cursor, reading);

    private protected override void Walk(ref JsonCursor cursor, ResponseReading reading) => GeminiResponseReader.Read(ref cursor, reading);
}
