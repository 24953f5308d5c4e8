using System.ComponentModel;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Http;
using Bartizan.Console.People;
using Bartizan.Core.Identity;
using Bartizan.Core.Results;
using Bartizan.Identity.Agents;
using Bartizan.Identity.Standings;
using Bartizan.Storage;
using Bartizan.Storage.Exchanges;

namespace Bartizan.Console.Endpoints;

/// <summary>Agents and their keys.</summary>
internal static class AgentEndpoints
{
    private static readonly AgentStats Nothing = new(0, 0, 0, 0, null, 0);

    public static void MapAgents(this IEndpointRouteBuilder api)
    {
        var agents = api.MapGroup("/agents").WithTags("Agents");
        agents.MapGet("", ListAsync).For(Right.Watch, "listAgents", "All agents with what they did.");
        agents.MapPost("", AddAsync).For(Right.ManageAgents, "addAgent", "Adds an agent; its key is shown once.").OrConflict();
        agents.MapPost("/{id}/revoke", RevokeAsync).For(Right.ManageAgents, "revokeAgent", "Revokes an agent's key.").OrNotFound();
    }

    private static async Task<AgentList> ListAsync(
        [Description("Span of the figures: 15m, 1h, 6h, 24h, 7d or 30d; 24h when left out.")] string? range,
        BartizanStore store,
        TimeProvider clock,
        CancellationToken cancel)
    {
        var span = TimeSpans.Read(range, null, null, clock);
        var activity = (await store.Exchanges.AgentsAsync(span.From, span.To, cancel)).ToDictionary(a => a.Agent, StringComparer.Ordinal);
        var agents = await store.Agents.ListAsync(cancel);
        return new AgentList(span.From, span.To, [.. agents.Select(agent => View(agent, activity.GetValueOrDefault(agent.Id)))]);
    }

    private static async Task<AgentAdded> AddAsync(AddAgent body, HttpContext context, BartizanStore store, AgentRegistry registry, AuditTrail audit)
    {
        var cancel = context.RequestAborted;
        if ((await store.Agents.ListAsync(cancel)).Any(agent => agent.Revoked is null && agent.Name == body.Name))
        {
            throw new RefusalException(Refusals.Conflict("name", "There is an agent of this name.", "Choose another name, or revoke that agent first."));
        }

        try
        {
            var added = await registry.AddAsync(body.Name, body.Owner, body.Tags ?? new Dictionary<string, string>(), cancel);
            await audit.RecordAsync("console.agent-added", context.Visitor(), new { agent = added.Agent.Id }, CancellationToken.None);
            return new AgentAdded(View(added.Agent, null), added.Key);
        }
        catch (InputException wrong)
        {
            throw new RefusalException(Refusals.BadInput("name", wrong.Errors));
        }
    }

    private static async Task<AgentView> RevokeAsync(string id, HttpContext context, BartizanStore store, TimeProvider clock, AuditTrail audit)
    {
        var cancel = context.RequestAborted;
        if (!await store.Agents.RevokeAsync(id, clock.GetUtcNow(), cancel) || await store.Agents.FindAsync(id, cancel) is not { } agent)
        {
            throw new RefusalException(Refusals.NotFound("unrevoked agent", id));
        }

        // Whoever hangs up meanwhile is recorded all the same.
        await audit.RecordAsync("console.agent-revoked", context.Visitor(), new { agent = id }, CancellationToken.None);
        return await Acknowledgements.WaitAsync(store.Standing, () => true, clock, cancel) == Acknowledgement.Followed
            ? View(agent, null)
            : throw new RefusalException(Refusals.NotFollowed);
    }

    private static AgentView View(Agent agent, AgentActivity? activity) => new(
        agent.Id,
        agent.Name,
        agent.Owner,
        agent.Created,
        agent.Revoked,
        agent.KeyId,
        agent.Tags,
        activity is null
            ? Nothing
            : new AgentStats(
                activity.Exchanges, activity.Verdicts.Redact, activity.Verdicts.Hold, activity.Verdicts.Block, activity.LastSeen, activity.OverheadP95));
}
