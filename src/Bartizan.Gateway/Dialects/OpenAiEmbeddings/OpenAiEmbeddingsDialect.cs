using Bartizan.Gateway.Dialects.OpenAi;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.OpenAiEmbeddings;

/// <summary>OpenAI Embeddings: text in, vectors out. Text given as token ids is refused, because nothing could be found in it.</summary>
/// <param name="modelInPath">Whether the path names the model, as on Azure, so that the body need not.</param>
public sealed class OpenAiEmbeddingsDialect(bool modelInPath = false) : JsonDialect
{
    /// <inheritdoc/>
    public override string Name => "openai-embeddings";

    /// <inheritdoc/>
    public override StreamShape? ShapeOf(string mediaType, bool asked) => null;

    /// <inheritdoc/>
    public override IStreamTransform OpenStream(IStreamGuard guard, IStreamGate gate, StreamSettings settings) =>
        throw new NotSupportedException("Embeddings are not streamed.");

    /// <inheritdoc/>
    public override byte[] ErrorBody(int status, string code, string message, string exchangeId) => OpenAiErrors.Body(status, code, message, exchangeId);

    private protected override void Walk(ref JsonCursor cursor, RequestReading reading) => EmbeddingsReader.Request(ref cursor, reading, modelInPath);

    private protected override void Walk(ref JsonCursor cursor, ResponseReading reading) => EmbeddingsReader.Response(ref cursor, reading);
}
