using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.Bedrock;

/// <summary>What Bedrock's APIs have in common: streams in Amazon's binary events, and errors.</summary>
public abstract class BedrockDialect : JsonDialect
{
    private protected BedrockDialect()
    {
    }

    /// <inheritdoc/>
    public override StreamShape? ShapeOf(string mediaType, bool asked) => mediaType == "application/vnd.amazon.eventstream" ? StreamShape.AmazonEvents : null;

    /// <inheritdoc/>
    public override (string Name, string Value)? ErrorHeader(int status) => (BedrockErrors.TypeHeader, BedrockErrors.TypeOf(status));

    /// <inheritdoc/>
    public override byte[] ErrorBody(int status, string code, string message, string exchangeId) => BedrockErrors.Body(code, message, exchangeId);
}
