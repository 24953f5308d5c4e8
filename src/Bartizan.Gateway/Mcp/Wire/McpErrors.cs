using System.Buffers;
using System.Text.Json;

namespace Bartizan.Gateway.Mcp.Wire;

/// <summary>Answers that the gateway gives itself: JSON-RPC errors, and tool results that say no in a way that a model can go on from.</summary>
internal static class McpErrors
{
    /// <summary>The body was no JSON.</summary>
    public const int Unparsable = -32700;

    /// <summary>The message is not as the protocol wants it.</summary>
    public const int InvalidRequest = -32600;

    /// <summary>There is no such method here.</summary>
    public const int UnknownMethod = -32601;

    /// <summary>The gateway failed, or what stands behind it.</summary>
    public const int Internal = -32603;

    /// <summary>There is no such session.</summary>
    public const int UnknownSession = -32001;

    /// <summary>Headers do not say what the body says.</summary>
    public const int HeaderMismatch = -32020;

    /// <summary>The revision is not spoken here.</summary>
    public const int UnsupportedRevision = -32022;

    /// <summary>A person must first open an address (revision 2025-11-25, URL mode elicitation).</summary>
    public const int UrlElicitationRequired = -32042;

    /// <summary>Policy, or a missing approval, is against it. Outside the range that JSON-RPC and MCP reserve.</summary>
    public const int Refused = -31403;

    /// <summary>An error; <paramref name="id"/> as JSON, null when it is not known.</summary>
    public static byte[] Error(string? id, int code, string message, string reason, string exchangeId)
    {
        return Write(id, json =>
        {
            json.WriteStartObject("error");
            json.WriteNumber("code", code);
            json.WriteString("message", message);
            json.WriteStartObject("data");
            json.WriteString("code", reason);
            json.WriteString("exchange", exchangeId);
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    /// <summary>That a revision is not spoken here, and which are.</summary>
    public static byte[] Unsupported(string? id, string requested) => Write(id, json =>
    {
        json.WriteStartObject("error");
        json.WriteNumber("code", UnsupportedRevision);
        json.WriteString("message", "This revision of the protocol is not spoken here.");
        json.WriteStartObject("data");
        json.WriteStartArray("supported");
        // Older ones are not asked for by name: a client gets to them by greeting the server.
        json.WriteStringValue(McpRevision.Stateless);
        json.WriteEndArray();
        json.WriteString("requested", requested);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>The result of a tool call that was refused, or whose result may not pass.</summary>
    public static byte[] ToolResult(string? id, string message, string reason, string exchangeId) => Write(id, json =>
    {
        json.WriteStartObject("result");
        json.WriteString("resultType", "complete");
        json.WriteStartArray("content");
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", $"{message} ({reason}, {exchangeId})");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteBoolean("isError", true);
        json.WriteEndObject();
    });

    /// <summary>That a person must first open an address, as the stateless revision says it: a result that asks for more.</summary>
    /// <param name="id">The request's id.</param>
    /// <param name="question">Under which name the client answers.</param>
    /// <param name="message">What the person is told.</param>
    /// <param name="url">The address.</param>
    public static byte[] InputRequired(string? id, string question, string message, Uri url) => Write(id, json =>
    {
        json.WriteStartObject("result");
        json.WriteString("resultType", "input_required");
        json.WriteStartObject("inputRequests");
        json.WriteStartObject(question);
        json.WriteString("method", "elicitation/create");
        json.WriteStartObject("params");
        WriteElicitation(json, question, message, url);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>The same as revision 2025-11-25 says it: an error.</summary>
    public static byte[] UrlRequired(string? id, string question, string message, Uri url) => Write(id, json =>
    {
        json.WriteStartObject("error");
        json.WriteNumber("code", UrlElicitationRequired);
        json.WriteString("message", message);
        json.WriteStartObject("data");
        json.WriteStartArray("elicitations");
        json.WriteStartObject();
        WriteElicitation(json, question, message, url);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>A message with this result, given as JSON.</summary>
    public static byte[] Result(string? id, ReadOnlySpan<byte> result)
    {
        var copy = result.ToArray();
        return Write(id, json =>
        {
            json.WritePropertyName("result");
            json.WriteRawValue(copy);
        });
    }

    private static void WriteElicitation(Utf8JsonWriter json, string question, string message, Uri url)
    {
        json.WriteString("mode", "url");
        json.WriteString("elicitationId", question);
        json.WriteString("message", message);
        json.WriteString("url", url.AbsoluteUri);
    }

    private static byte[] Write(string? id, Action<Utf8JsonWriter> rest)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("jsonrpc", "2.0");
            json.WritePropertyName("id");
            json.WriteRawValue(id ?? "null");
            rest(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
