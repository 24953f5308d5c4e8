using System.CommandLine;

namespace Bartizan.Commands.Mcp;

/// <summary>Approves and suspends tools of MCP servers.</summary>
internal static class McpCommands
{
    public static Command Create() => new("mcp", "Approves and suspends tools of MCP servers.")
    {
        McpListCommand.Create(),
        McpShowCommand.Create(),
        McpDiffCommand.Create(),
        McpApproveCommand.Create(),
        McpSuspendCommand.Create(),
    };
}
