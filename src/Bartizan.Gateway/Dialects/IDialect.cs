using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Redaction;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects;

/// <summary>
/// One wire format, as pure code over bytes: where its text stands, how to mask some of it, how to say no in it.
/// Thread-safe. Never throws on bad input: a message that cannot be read safely is a <see cref="ReadFailure"/>.
/// </summary>
public interface IDialect
{
    /// <summary>Name in records and policies: <c>openai-chat</c>, <c>openai-responses</c>, <c>anthropic-messages</c>, <c>gemini</c>, <c>bedrock-converse</c>, …</summary>
    string Name { get; }

    /// <summary>Finds the text of a request body. <paramref name="body"/> must stay unchanged until the reading is disposed.</summary>
    RequestReading ReadRequest(ReadOnlyMemory<byte> body);

    /// <summary>Finds the text of a complete response body (an error body too). <paramref name="body"/> must stay unchanged until the reading is disposed.</summary>
    ResponseReading ReadResponse(ReadOnlyMemory<byte> body);

    /// <summary>
    /// The body with the spans of <paramref name="findings"/> masked: valid JSON, and byte for byte the original elsewhere.
    /// Copies of masked text (log-probabilities) and signatures over it go as well.
    /// </summary>
    byte[] Redact(IReading reading, IReadOnlyList<Finding> findings, IMask mask);

    /// <summary>How a response of this media type (in lower case, or empty) is cut into documents; null when it is one document, as a stream that this dialect does not know is read too.</summary>
    /// <param name="mediaType">Its media type.</param>
    /// <param name="asked">Whether the request's path asked for a stream.</param>
    StreamShape? ShapeOf(string mediaType, bool asked);

    /// <summary>Starts inspecting one streamed response.</summary>
    IStreamTransform OpenStream(IStreamGuard guard, IStreamGate gate, StreamSettings settings);

    /// <summary>An error body in this dialect's shape, with its own error type for <paramref name="status"/> and our machine-readable <paramref name="code"/>.</summary>
    byte[] ErrorBody(int status, string code, string message, string exchangeId);

    /// <summary>The header in which this dialect's clients look for an error's type, where they look for it there; else null.</summary>
    (string Name, string Value)? ErrorHeader(int status) => null;

    /// <summary>As <see cref="ErrorBody"/> for a request that may be asked again after <paramref name="wait"/>, where the dialect says that in the body.</summary>
    byte[] BusyBody(int status, string code, string message, string exchangeId, TimeSpan wait);
}
