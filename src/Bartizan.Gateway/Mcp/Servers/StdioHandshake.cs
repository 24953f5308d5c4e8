using System.Text.Json;
using System.Text.Json.Nodes;
using Bartizan.Gateway.Mcp.Wire;

namespace Bartizan.Gateway.Mcp.Servers;

/// <summary>
/// What a started server said of itself. The gateway greets it once, as a client without abilities of its own, and gives every client that greets it
/// that answer. A server that only speaks the stateless revision is not greeted.
/// </summary>
/// <param name="Greeting">Its answer to <c>initialize</c>; null when it is stateless.</param>
internal sealed record StdioHandshake(JsonObject? Greeting)
{
    private const string Latest = "2025-11-25";
    private static readonly byte[] Initialize = Message("initialize", new { protocolVersion = Latest, capabilities = new { }, clientInfo = McpMeta.Self });

    private static readonly byte[] Discover = Message("server/discover", new { _meta = McpMeta.Own });

    /// <summary>Whether it speaks the stateless revision.</summary>
    public bool IsStateless => Greeting is null;

    /// <summary>Greets a server; null when it answers neither form.</summary>
    public static async Task<StdioHandshake?> WithAsync(StdioProcess process, CancellationToken cancellationToken)
    {
        if (await AskAsync(process, Initialize, cancellationToken) is { } greeting)
        {
            process.Tell("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"u8);
            return new StdioHandshake(greeting);
        }

        return await AskAsync(process, Discover, cancellationToken) is null ? null : new StdioHandshake((JsonObject?)null);
    }

    /// <summary>The answer to a client's greeting, in the revision that both know.</summary>
    public byte[] Answer(McpMessage greeting)
    {
        var result = Greeting!.DeepClone().AsObject();
        var agreed = (string?)result["protocolVersion"] ?? Latest;
        if (greeting.Negotiated is { } asked && McpRevision.IsKnown(asked) && string.CompareOrdinal(asked, agreed) < 0)
        {
            result["protocolVersion"] = asked;
        }

        return McpErrors.Result(greeting.Id, JsonSerializer.SerializeToUtf8Bytes(result));
    }

    private static async Task<JsonObject?> AskAsync(StdioProcess process, byte[] message, CancellationToken cancellationToken)
    {
        using var reading = McpReading.OfClient(message);
        if (await process.AskAsync(message, reading.Messages[0].IdBytes, cancellationToken) is not { } answer)
        {
            return null;
        }

        return JsonNode.Parse(answer)?["result"] as JsonObject;
    }

    private static byte[] Message(string method, object parameters) =>
        JsonSerializer.SerializeToUtf8Bytes(new { jsonrpc = "2.0", id = 0, method, @params = parameters });
}
