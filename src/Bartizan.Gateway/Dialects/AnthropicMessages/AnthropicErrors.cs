using System.Buffers;
using System.Text.Json;

namespace Bartizan.Gateway.Dialects.AnthropicMessages;

/// <summary>Errors as Anthropic's clients expect them.</summary>
internal static class AnthropicErrors
{
    /// <summary><c>{"type":"error","error":{"type","message","details":{"error_code"}},"request_id"}</c>; the code stands where the official client looks for one.</summary>
    public static byte[] Body(int status, string code, string message, string exchangeId)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", "error");
            json.WriteStartObject("error");
            json.WriteString("type", TypeOf(status));
            json.WriteString("message", message);
            json.WriteStartObject("details");
            json.WriteString("error_code", code);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteString("request_id", exchangeId);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>An <c>error</c> event, on which the official clients throw.</summary>
    public static byte[] Events(string code, string message, string exchangeId) =>
        [.. "event: error\ndata: "u8, .. Body(StreamStatus.Of(code), code, message, exchangeId), .. "\n\n"u8];

    private static string TypeOf(int status) => status switch
    {
        401 => "authentication_error",
        402 => "billing_error",
        403 => "permission_error",
        404 => "not_found_error",
        413 => "request_too_large",
        408 or 504 => "timeout_error",
        429 => "rate_limit_error",
        503 or 529 => "overloaded_error",
        >= 500 => "api_error",
        _ => "invalid_request_error",
    };
}
