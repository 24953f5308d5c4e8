using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Bartizan.Gateway.Dialects.Gemini;

/// <summary>Errors as Google's clients expect them.</summary>
internal static class GeminiErrors
{
    /// <summary><c>{"error":{"code","message","status","details"}}</c>; our code and the exchange's id stand in an ErrorInfo, where clients look for a machine's words.</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="code">Our code.</param>
    /// <param name="message">One sentence for people.</param>
    /// <param name="exchangeId">The exchange.</param>
    /// <param name="wait">When to ask again, said in a RetryInfo; null, or for ever, when there is nothing to say.</param>
    public static byte[] Body(int status, string code, string message, string exchangeId, TimeSpan? wait = null)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            json.WriteNumber("code", status);
            json.WriteString("message", message);
            json.WriteString("status", StatusOf(status));
            json.WriteStartArray("details");
            json.WriteStartObject();
            json.WriteString("@type", "type.googleapis.com/google.rpc.ErrorInfo");
            json.WriteString("reason", code);
            json.WriteString("domain", "bartizan");
            json.WriteStartObject("metadata");
            json.WriteString("exchange", exchangeId);
            json.WriteEndObject();
            json.WriteEndObject();
            if (wait is { } delay && delay < TimeSpan.MaxValue)
            {
                json.WriteStartObject();
                json.WriteString("@type", "type.googleapis.com/google.rpc.RetryInfo");
                json.WriteString("retryDelay", string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(delay.TotalSeconds)}s"));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>One event that holds an error, on which the official clients throw.</summary>
    public static byte[] Events(string code, string message, string exchangeId) =>
        [.. "data: "u8, .. Body(StreamStatus.Of(code), code, message, exchangeId), .. "\n\n"u8];

    private static string StatusOf(int status) => status switch
    {
        401 => "UNAUTHENTICATED",
        402 or 429 => "RESOURCE_EXHAUSTED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        408 or 504 => "DEADLINE_EXCEEDED",
        409 => "ABORTED",
        501 => "UNIMPLEMENTED",
        502 or 503 => "UNAVAILABLE",
        >= 500 => "INTERNAL",
        _ => "INVALID_ARGUMENT",
    };
}
