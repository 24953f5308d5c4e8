using Bartizan.Gateway.Forwarding;

namespace Bartizan.Gateway.Mcp.Servers;

/// <summary>The way to one server.</summary>
internal interface IMcpTransport
{
    /// <summary>Sends and waits for the beginning of the answer. Never throws for what a server does or fails to do.</summary>
    ValueTask<McpAnswer> SendAsync(McpCall call, Deadline deadline);
}
