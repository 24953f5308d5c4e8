using System.ComponentModel;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;

namespace Bartizan.Console.Endpoints;

/// <summary>Agents and their keys.</summary>
internal static class AgentEndpoints
{
    public static void MapAgents(this IEndpointRouteBuilder api)
    {
        var agents = api.MapGroup("/agents").WithTags("Agents");
        agents.MapGet("", ListAsync).For(Right.Watch, "listAgents", "All agents with what they did.");
        agents.MapPost("", AddAsync).For(Right.ManageAgents, "addAgent", "Adds an agent; its key is shown once.").OrConflict();
        agents.MapPost("/{id}/revoke", RevokeAsync).For(Right.ManageAgents, "revokeAgent", "Revokes an agent's key.").OrNotFound();
    }

    private static Task<AgentList> ListAsync(
        [Description("Span of the figures: 15m, 1h, 6h, 24h, 7d or 30d; 24h when left out.")] string? range) => throw new NotImplementedException();

    private static Task<AgentAdded> AddAsync(AddAgent body) => throw new NotImplementedException();

    private static Task<AgentView> RevokeAsync(string id) => throw new NotImplementedException();
}
