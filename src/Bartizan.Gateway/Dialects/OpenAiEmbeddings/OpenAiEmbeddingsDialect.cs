using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects.OpenAi;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Redaction;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.OpenAiEmbeddings;

/// <summary>OpenAI Embeddings: text in, vectors out. Text given as token ids is refused, because nothing could be found in it.</summary>
/// <param name="modelInPath">Whether the path names the model, as on Azure, so that the body need not.</param>
public sealed class OpenAiEmbeddingsDialect(bool modelInPath = false) : IDialect
{
    /// <inheritdoc/>
    public string Name => "openai-embeddings";

    /// <inheritdoc/>
    public bool Streams => false;

    /// <inheritdoc/>
    public RequestReading ReadRequest(ReadOnlyMemory<byte> body)
    {
        var reading = new RequestReading(body);
        reading.Read((ref JsonCursor cursor) => EmbeddingsReader.Request(ref cursor, reading, modelInPath));
        return reading;
    }

    /// <inheritdoc/>
    public ResponseReading ReadResponse(ReadOnlyMemory<byte> body)
    {
        var reading = new ResponseReading(body);
        reading.Read((ref JsonCursor cursor) => EmbeddingsReader.Response(ref cursor, reading));
        return reading;
    }

    /// <inheritdoc/>
    public byte[] Redact(IReading reading, IReadOnlyList<Finding> findings, IMask mask) => Redactor.Redact(reading, findings, mask);

    /// <inheritdoc/>
    public IStreamTransform OpenStream(IStreamGuard guard, IStreamGate gate, StreamSettings settings) =>
        throw new NotSupportedException("Embeddings are not streamed.");

    /// <inheritdoc/>
    public byte[] ErrorBody(int status, string code, string message, string exchangeId) => OpenAiErrors.Body(status, code, message, exchangeId);
}
