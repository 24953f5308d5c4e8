using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.AnthropicMessages;

/// <summary>Anthropic Messages.</summary>
public sealed class AnthropicMessagesDialect : JsonDialect
{
    /// <inheritdoc/>
    public override string Name => "anthropic-messages";

    /// <inheritdoc/>
    public override IStreamTransform OpenStream(IStreamGuard guard, IStreamGate gate, StreamSettings settings) =>
        new StreamTransform(new AnthropicStream(), guard, gate, settings);

    /// <inheritdoc/>
    public override byte[] ErrorBody(int status, string code, string message, string exchangeId) => AnthropicErrors.Body(status, code, message, exchangeId);

    private protected override void Walk(ref JsonCursor cursor, RequestReading reading) => AnthropicRequestReader.Read(ref cursor, reading);

    private protected override void Walk(ref JsonCursor cursor, ResponseReading reading) => AnthropicResponseReader.Read(ref cursor, reading);
}
