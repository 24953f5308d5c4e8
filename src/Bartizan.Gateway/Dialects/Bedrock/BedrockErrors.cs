using System.Buffers;
using System.Text.Json;
using Bartizan.Gateway.Streaming.AmazonEvents;

namespace Bartizan.Gateway.Dialects.Bedrock;

/// <summary>Errors as Amazon's clients expect them: a message in the body, its type in a header (in a stream: an exception).</summary>
internal static class BedrockErrors
{
    /// <summary>The header in which Amazon's clients look for an error's type.</summary>
    public const string TypeHeader = "x-amzn-errortype";

    /// <summary><c>{"message","reason","exchange"}</c>. Our code is the reason: clients would take a member named code for the error's type.</summary>
    public static byte[] Body(string code, string message, string exchangeId)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("message", message);
            json.WriteString("reason", code);
            json.WriteString("exchange", exchangeId);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>An exception that ends a stream, of a type that both of Bedrock's streams define, so that clients raise it as such.</summary>
    public static byte[] StreamException(string code, string message, string exchangeId) =>
        EventMessage.Exception(StreamStatus.Of(code) == 403 ? "validationException" : "modelStreamErrorException", Body(code, message, exchangeId));

    /// <summary>The type of an error with this status.</summary>
    public static string TypeOf(int status) => status switch
    {
        401 => "UnrecognizedClientException",
        403 => "AccessDeniedException",
        404 => "ResourceNotFoundException",
        408 or 504 => "ModelTimeoutException",
        429 => "ThrottlingException",
        502 => "ModelErrorException",
        503 => "ServiceUnavailableException",
        >= 500 => "InternalServerException",
        _ => "ValidationException",
    };
}
