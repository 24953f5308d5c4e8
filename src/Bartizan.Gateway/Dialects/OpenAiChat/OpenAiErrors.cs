using System.Buffers;
using System.Text.Json;

namespace Bartizan.Gateway.Dialects.OpenAiChat;

/// <summary>Errors as OpenAI's clients expect them.</summary>
internal static class OpenAiErrors
{
    /// <summary><c>{"error":{"message","type","param","code"}}</c>; the exchange's id closes the message, where people see it.</summary>
    public static byte[] Body(int status, string code, string message, string exchangeId)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            json.WriteString("message", exchangeId.Length == 0 ? message : $"{message} ({exchangeId})");
            json.WriteString("type", TypeOf(status));
            json.WriteNull("param");
            json.WriteString("code", code);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// One event with an <c>error</c> member, on which the official clients throw, then <c>[DONE]</c>, which ends the wait of those that do not.
    /// </summary>
    public static byte[] Events(string code, string message, string exchangeId) =>
        [.. "data: "u8, .. Body(StreamStatus.Of(code), code, message, exchangeId), .. "\n\ndata: [DONE]\n\n"u8];

    private static string TypeOf(int status) => status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        404 => "not_found_error",
        408 or 504 => "timeout_error",
        429 => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };
}
