using Bartizan.Gateway.Mcp.Exchanges;
using Bartizan.Gateway.Mcp.Http;
using Bartizan.Gateway.Mcp.Pinning;
using Bartizan.Gateway.Mcp.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bartizan.Gateway.Mcp;

/// <summary>Registers the MCP gateway.</summary>
internal static class McpServices
{
    public static void AddMcp(this IServiceCollection services)
    {
        services.TryAddSingleton<McpEndpoint>();
        services.TryAddSingleton<ProtectedResource>();
        services.TryAddSingleton<McpSessions>();
        services.TryAddSingleton<McpPipeline>();
        services.TryAddSingleton<McpListing>();
        services.TryAddSingleton<McpRequestJudge>();
        services.TryAddSingleton<McpAnswerStep>();
        services.TryAddSingleton<McpAnswerJudge>();
        services.TryAddSingleton<McpListJudge>();
        services.TryAddSingleton<ToolPins>();
        services.TryAddSingleton<McpTransports>();
        services.AddHostedService(s => s.GetRequiredService<ToolPins>());
        services.AddHostedService(s => s.GetRequiredService<McpTransports>());
    }
}
