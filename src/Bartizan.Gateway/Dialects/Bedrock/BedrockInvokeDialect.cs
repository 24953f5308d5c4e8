using Bartizan.Gateway.Dialects.AnthropicMessages;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;
using Bartizan.Gateway.Streaming.AmazonEvents;

namespace Bartizan.Gateway.Dialects.Bedrock;

/// <summary>
/// Amazon Bedrock's InvokeModel and InvokeModelWithResponseStream, whose bodies are the model's vendor's own. Which one is told by the body and not by
/// the model's name, which may be an address that names no vendor: Anthropic's, Amazon's (Converse in other clothes), or any, read leaf by leaf.
/// </summary>
public sealed class BedrockInvokeDialect : BedrockDialect
{
    /// <inheritdoc/>
    public override string Name => "bedrock-invoke";

    /// <inheritdoc/>
    public override IStreamTransform OpenStream(IStreamGuard guard, IStreamGate gate, StreamSettings settings)
    {
        var framing = new AmazonEventFraming(new ChunkEnvelope());
        return new StreamTransform(new InvokeStream(framing), guard, gate, settings, framing);
    }

    private protected override void Walk(ref JsonCursor cursor, RequestReading reading)
    {
        switch (VendorFormats.OfRequest(ref cursor))
        {
            case VendorFormat.Anthropic:
                AnthropicRequestReader.Read(ref cursor, reading, modelInPath: true);
                break;
            case VendorFormat.Converse:
                ConverseRequestReader.Read(ref cursor, reading);
                break;
            default:
                AnyRequestReader.Read(ref cursor, reading);
                break;
        }
    }

    private protected override void Walk(ref JsonCursor cursor, ResponseReading reading)
    {
        switch (VendorFormats.OfResponse(ref cursor))
        {
            case VendorFormat.Anthropic:
                AnthropicResponseReader.Read(ref cursor, reading);
                break;
            case VendorFormat.Converse:
                ConverseResponseReader.Read(ref cursor, reading);
                break;
            default:
                AnyResponseReader.Read(ref cursor, reading);
                break;
        }
    }
}
