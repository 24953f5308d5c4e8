using Bartizan.Gateway.Dialects.OpenAi;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.OpenAiChat;

/// <summary>OpenAI Chat Completions, as OpenAI and the many that speak like it send it.</summary>
/// <param name="modelInPath">Whether the path names the model, as on Azure, so that the body need not.</param>
public sealed class OpenAiChatDialect(bool modelInPath = false) : JsonDialect
{
    /// <inheritdoc/>
    public override string Name => "openai-chat";

    /// <inheritdoc/>
    public override IStreamTransform OpenStream(IStreamGuard guard, IStreamGate gate, StreamSettings settings) =>
        new StreamTransform(new OpenAiStream(), guard, gate, settings);

    /// <inheritdoc/>
    public override byte[] ErrorBody(int status, string code, string message, string exchangeId) => OpenAiErrors.Body(status, code, message, exchangeId);

    private protected override void Walk(ref JsonCursor cursor, RequestReading reading) => OpenAiRequestReader.Read(ref cursor, reading, modelInPath);

    private protected override void Walk(ref JsonCursor cursor, ResponseReading reading) => OpenAiResponseReader.Read(ref cursor, reading);
}
