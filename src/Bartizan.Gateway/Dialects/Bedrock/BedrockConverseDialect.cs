using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;
using Bartizan.Gateway.Streaming.AmazonEvents;

namespace Bartizan.Gateway.Dialects.Bedrock;

/// <summary>Amazon Bedrock's Converse and ConverseStream, which are the same for every vendor's models.</summary>
public sealed class BedrockConverseDialect : BedrockDialect
{
    /// <inheritdoc/>
    public override string Name => "bedrock-converse";

    /// <inheritdoc/>
    public override IStreamTransform OpenStream(IStreamGuard guard, IStreamGate gate, StreamSettings settings)
    {
        var framing = new AmazonEventFraming();
        return new StreamTransform(new ConverseStream(framing), guard, gate, settings, framing);
    }

    private protected override void Walk(ref JsonCursor cursor, RequestReading reading) => ConverseRequestReader.Read(ref cursor, reading);

    private protected override void Walk(ref JsonCursor cursor, ResponseReading reading) => ConverseResponseReader.Read(ref cursor, reading);
}
