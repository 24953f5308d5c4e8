using System.Buffers;
using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Elevation;
using Bartizan.Gateway.Mcp.Wire;

namespace Bartizan.Gateway.Mcp.Exchanges;

/// <summary>
/// Sends the person at a client to the page where a held call is decided: URL mode elicitation (modelcontextprotocol.io, client/elicitation), as an error in
/// revision 2025-11-25 and as <c>input_required</c> in 2026-07-28. Only for clients that say they can open addresses; others read the same in the refusal.
/// </summary>
internal static class McpElicitation
{
    // The server behind may ask questions of its own, under names of its own.
    private const string Prefix = "bartizan_";

    /// <summary>
    /// What stands in place of a refusal; null where the client must make do with words: it cannot open addresses, it has just done so, nobody is asked, or it
    /// answers questions of the server, whose state would be lost.
    /// </summary>
    public static byte[]? Ask(McpTurn turn, McpMessage message, Decision decision, HeldCalls held)
    {
        var exchange = turn.Exchange;
        if (decision.Access?.Request is not { } request
            || turn.Asked.IsBatch
            || turn.Resumed is not null
            || message.AnswersQuestions
            || exchange.Access?.Requests.Any(r => r.Id == request) != true
            || held.LinkTo(exchange, request) is not { } link)
        {
            return null;
        }

        var question = Prefix + request;
        return turn.TakesUrls ? McpErrors.UrlRequired(message.Id, question, decision.Message, link)
            : turn.Revision == McpRevision.Stateless && TakesUrls(turn.Asked.Body.Span, stateless: true) ? McpErrors.InputRequired(message.Id, question, decision.Message, link)
            : null;
    }

    /// <summary>Whether a client says that it can open addresses for its person: in each request of the stateless revision, else in <c>initialize</c>.</summary>
    public static bool TakesUrls(ReadOnlySpan<byte> message, bool stateless)
    {
        var json = JsonElement.Parse(message);
        return json.TryGetProperty("params", out var found)
            && (stateless
                ? found.TryGetProperty("_meta", out found) && IsObject(found) && found.TryGetProperty("io.modelcontextprotocol/clientCapabilities", out found)
                : found.TryGetProperty("capabilities", out found))
            && IsObject(found)
            && found.TryGetProperty("elicitation", out found)
            && IsObject(found)
            && found.TryGetProperty("url", out found)
            && IsObject(found);
    }

    /// <summary>
    /// A call that comes again with the client's answer to our question, and only that: what the person did, and the call as it was. Null for any other.
    /// </summary>
    public static (string Action, byte[] Call)? Answered(ReadOnlySpan<byte> message)
    {
        var json = JsonElement.Parse(message);
        var parameters = json.GetProperty("params");
        if (!parameters.TryGetProperty("inputResponses", out var responses)
            || !IsObject(responses)
            || parameters.TryGetProperty("requestState", out _)
            || responses.EnumerateObject().ToList() is not [{ } response]
            || !response.Name.StartsWith(Prefix, StringComparison.Ordinal)
            || !IsObject(response.Value)
            || !response.Value.TryGetProperty("action", out var action)
            || action.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>(message.Length);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Copy(json, "params", writer, () => Copy(parameters, "inputResponses", writer, null));
        }

        return (action.GetString()!, buffer.WrittenSpan.ToArray());
    }

    // Every member as it stood, but one: written anew, or left out.
    private static void Copy(JsonElement json, string changed, Utf8JsonWriter writer, Action? write)
    {
        writer.WriteStartObject();
        foreach (var member in json.EnumerateObject())
        {
            if (member.Name != changed)
            {
                writer.WritePropertyName(member.Name);
                writer.WriteRawValue(member.Value.GetRawText(), skipInputValidation: true);
            }
            else if (write is not null)
            {
                writer.WritePropertyName(member.Name);
                write();
            }
        }

        writer.WriteEndObject();
    }

    private static bool IsObject(JsonElement json) => json.ValueKind == JsonValueKind.Object;
}
