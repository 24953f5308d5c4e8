using Bartizan.Gateway.Mcp.Wire;

namespace Bartizan.Gateway.Mcp.Exchanges;

/// <summary>The message that stands in place of one that may not pass.</summary>
internal static class McpRefusals
{
    /// <summary>For a tool call a result that says so, because a model can go on from that; for anything else an error.</summary>
    public static byte[] Of(McpMessage? request, string? id, string message, string code, string exchangeId) =>
        request?.Method == "tools/call"
            ? McpErrors.ToolResult(id, message, code, exchangeId)
            : McpErrors.Error(id, McpErrors.Refused, message, code, exchangeId);
}
