using System.Buffers;
using System.Text.Json;

namespace Bartizan.Gateway.Dialects.OpenAi;

/// <summary>Errors as OpenAI's clients expect them.</summary>
internal static class OpenAiErrors
{
    /// <summary><c>{"error":{"message","type","param","code"}}</c>; the exchange's id closes the message, where people see it.</summary>
    public static byte[] Body(int status, string code, string message, string exchangeId) => Write(json => WriteError(json, status, code, message, exchangeId));

    /// <summary>
    /// One event with an <c>error</c> member, on which the official clients throw, then <c>[DONE]</c>, which ends the wait of those that do not.
    /// </summary>
    public static byte[] Events(string code, string message, string exchangeId) =>
        [.. "data: "u8, .. Body(StreamStatus.Of(code), code, message, exchangeId), .. "\n\ndata: [DONE]\n\n"u8];

    /// <summary>
    /// An <c>error</c> event of the Responses API. It says everything twice: flat, as the published schema has it, and in an <c>error</c> member,
    /// on which the official clients throw.
    /// </summary>
    public static byte[] TypedEvent(string code, string message, string exchangeId, long sequenceNumber) =>
        [
            .. "event: error\ndata: "u8,
            .. Write(json =>
            {
                WriteDetails(json, "error", code, message, exchangeId);
                json.WriteNumber("sequence_number", sequenceNumber);
                WriteError(json, StreamStatus.Of(code), code, message, exchangeId);
            }),
            .. "\n\n"u8,
        ];

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteError(Utf8JsonWriter json, int status, string code, string message, string exchangeId)
    {
        json.WriteStartObject("error");
        WriteDetails(json, TypeOf(status), code, message, exchangeId);
        json.WriteEndObject();
    }

    private static void WriteDetails(Utf8JsonWriter json, string type, string code, string message, string exchangeId)
    {
        json.WriteString("message", exchangeId.Length == 0 ? message : $"{message} ({exchangeId})");
        json.WriteString("type", type);
        json.WriteNull("param");
        json.WriteString("code", code);
    }

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
