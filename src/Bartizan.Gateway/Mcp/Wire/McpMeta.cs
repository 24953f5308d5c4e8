namespace Bartizan.Gateway.Mcp.Wire;

/// <summary>What the gateway says of itself where it asks a server on its own behalf.</summary>
internal static class McpMeta
{
    /// <summary>Name and version.</summary>
    public static IReadOnlyDictionary<string, string> Self { get; } = new Dictionary<string, string> { ["name"] = "bartizan", ["version"] = "1" };

    /// <summary>The <c>_meta</c> of a request in the stateless revision.</summary>
    public static IReadOnlyDictionary<string, object> Own { get; } = new Dictionary<string, object>
    {
        ["io.modelcontextprotocol/protocolVersion"] = McpRevision.Stateless,
        ["io.modelcontextprotocol/clientInfo"] = Self,
        ["io.modelcontextprotocol/clientCapabilities"] = new Dictionary<string, object>(),
    };
}
