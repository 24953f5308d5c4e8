using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;
using Bartizan.Gateway.Streaming.AmazonEvents;

namespace Bartizan.Gateway.Dialects.Bedrock;

/// <summary>Reads the events of a ConverseStream, whose names stand in the headers of their messages.</summary>
internal sealed class ConverseStream(AmazonEventFraming framing) : IStreamDialect
{
    private readonly ConverseEvents _events = new();

    /// <inheritdoc/>
    public bool MayEnd => _events.Stopped;

    /// <inheritdoc/>
    public bool JoinsBlocks => true;

    /// <inheritdoc/>
    public bool IsLastWord(ReadOnlySpan<byte> data) => false;

    /// <inheritdoc/>
    public byte[] StreamError(string code, string message, string exchangeId) => BedrockErrors.StreamException(code, message, exchangeId);

    /// <inheritdoc/>
    public bool ReadEvent(ref JsonCursor cursor, StreamTexts content)
    {
        if (framing.Kind == EventKind.Event)
        {
            return _events.Read(ref cursor, content, framing.Type);
        }

        ExceptionEvents.Read(ref cursor, content);
        return true;
    }
}
