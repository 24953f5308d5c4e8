using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Redaction;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Mcp.Wire;

/// <summary>The Model Context Protocol's JSON-RPC over streamable HTTP. Its events are whole messages, so that streams are judged message by message.</summary>
internal sealed class McpDialect : IDialect
{
    /// <inheritdoc/>
    public string Name => "mcp";

    /// <inheritdoc/>
    public StreamShape? ShapeOf(string mediaType, bool asked) => null;

    /// <inheritdoc/>
    public RequestReading ReadRequest(ReadOnlyMemory<byte> body) => McpReading.OfClient(body);

    /// <inheritdoc/>
    public ResponseReading ReadResponse(ReadOnlyMemory<byte> body) => throw new NotSupportedException("Answers are read as messages, by McpReading.");

    /// <inheritdoc/>
    public byte[] Redact(IReading reading, IReadOnlyList<Finding> findings, IMask mask) => Redactor.Redact(reading, findings, mask);

    /// <inheritdoc/>
    public IStreamTransform OpenStream(IStreamGuard guard, IStreamGate gate, StreamSettings settings) =>
        throw new NotSupportedException("Streams are judged message by message, by McpAnswerJudge.");

    /// <inheritdoc/>
    public byte[] ErrorBody(int status, string code, string message, string exchangeId) => McpErrors.Error(null, CodeOf(status, code), message, code, exchangeId);

    /// <inheritdoc/>
    public byte[] BusyBody(int status, string code, string message, string exchangeId, TimeSpan wait) => ErrorBody(status, code, message, exchangeId);

    /// <summary>The JSON-RPC code for a refusal.</summary>
    public static int CodeOf(int status, string code) => (status, code) switch
    {
        (_, ReadFailure.InvalidJson or ReadFailure.InvalidUtf8) => McpErrors.Unparsable,
        (401 or 403, _) => McpErrors.Refused,
        _ when status < 500 => McpErrors.InvalidRequest,
        _ => McpErrors.Internal,
    };
}
