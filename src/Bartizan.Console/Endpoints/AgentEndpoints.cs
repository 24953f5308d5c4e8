using System.ComponentModel;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Http;
using Bartizan.Console.People;
using Bartizan.Core.Identity;
using Bartizan.Core.Results;
using Bartizan.Core.Text;
using Bartizan.Identity.Agents;
using Bartizan.Identity.Registry;
using Bartizan.Identity.Standings;
using Bartizan.Storage;
using Bartizan.Storage.Exchanges;

namespace Bartizan.Console.Endpoints;

/// <summary>Agents and their keys.</summary>
internal static class AgentEndpoints
{
    private const int MostShadows = 1_000;

    private static readonly AgentStats Nothing = new(0, 0, 0, 0, null, 0);

    public static void MapAgents(this IEndpointRouteBuilder api)
    {
        var agents = api.MapGroup("/agents").WithTags("Agents");
        agents.MapGet("", ListAsync).For(Right.Watch, "listAgents", "All agents with what they did.");
        agents.MapPost("", AddAsync).For(Right.ManageAgents, "addAgent", "Adds an agent; its key is shown once.").OrConflict();
        agents.MapPost("/{id}/revoke", RevokeAsync).For(Right.ManageAgents, "revokeAgent", "Revokes an agent's key.").OrNotFound();
        agents.MapPost("/{id}/suspend", SuspendAsync).For(Right.ManageAgents, "suspendAgent", "Suspends an agent; gateways follow within a second.").OrNotFound();
        agents.MapPost("/{id}/resume", ResumeAsync).For(Right.ManageAgents, "resumeAgent", "Takes a person's suspension back.").OrNotFound();
        agents.MapGet("/{id}/instances", InstancesAsync).For(Right.Watch, "listInstances", "Runs of an agent, the newest first.");
        agents.MapGet("/shadow", ShadowAsync).For(Right.Watch, "listShadowAgents", "Callers that no agent is declared for, the last seen first.");
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
        return new AgentList(span.From, span.To, [.. agents.Select(agent => View(agent, activity.GetValueOrDefault(agent.Id), clock.GetUtcNow()))]);
    }

    private static async Task<AgentAdded> AddAsync(AddAgent body, HttpContext context, BartizanStore store, AgentRegistry registry, TimeProvider clock, AuditTrail audit)
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
            // As the store has it, which knows whether it may work already.
            return new AgentAdded(View(await store.Agents.FindAsync(added.Agent.Id, CancellationToken.None) ?? added.Agent, null, clock.GetUtcNow()), added.Key);
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
        return await FollowedAsync(agent, store, clock, cancel);
    }

    private static Task<AgentView> SuspendAsync(string id, DecideOnAgent body, HttpContext context, BartizanStore store, TimeProvider clock) =>
        DecideAsync(id, body, context, store, clock, store.Registry.SuspendAsync, "unrevoked agent");

    private static Task<AgentView> ResumeAsync(string id, DecideOnAgent body, HttpContext context, BartizanStore store, TimeProvider clock) =>
        DecideAsync(id, body, context, store, clock, store.Registry.ResumeAsync, "agent that a person suspended");

    private delegate ValueTask<bool> Decide(string agent, string reason, string by, DateTimeOffset when, CancellationToken cancellationToken);

    // The store records who did it and why, in the transaction of the change.
    private static async Task<AgentView> DecideAsync(string id, DecideOnAgent body, HttpContext context, BartizanStore store, TimeProvider clock, Decide decide, string what)
    {
        string reason;
        try
        {
            reason = SuspensionReason.Read(body.Reason ?? "");
        }
        catch (InputException wrong)
        {
            throw new RefusalException(Refusals.BadInput("reason", wrong.Errors));
        }

        if (!await decide(id, reason, context.Visitor().Account!.Name, clock.GetUtcNow(), context.RequestAborted) || await store.Agents.FindAsync(id, CancellationToken.None) is not { } agent)
        {
            throw new RefusalException(Refusals.NotFound(what, id));
        }

        return await FollowedAsync(agent, store, clock, context.RequestAborted);
    }

    // What ends authority is answered once the gateway follows it.
    private static async Task<AgentView> FollowedAsync(Agent agent, BartizanStore store, TimeProvider clock, CancellationToken cancel) =>
        await Acknowledgements.WaitAsync(store.Standing, () => true, clock, cancel) == Acknowledgement.Followed
            ? View(agent, null, clock.GetUtcNow())
            : throw new RefusalException(Refusals.NotFollowed);

    private static async Task<InstanceList> InstancesAsync(string id, BartizanStore store, TimeProvider clock, CancellationToken cancel) =>
        new([.. (await store.Instances.ListAsync(id, cancel)).Select(i =>
            new InstanceView(i.Id, i.Thumbprint, VisibleText.Of(i.Evidence), i.Started, i.Ended ?? i.Ends, i.RunsAt(clock.GetUtcNow())))]);

    private static async Task<ShadowCallerList> ShadowAsync(BartizanStore store, CancellationToken cancel) =>
        new([.. (await store.Shadows.ListAsync(MostShadows, cancel)).Select(c => new ShadowCallerView(
            c.Seen.Kind, c.Seen.Mark, c.Seen.Form, c.Seen.Address, VisibleText.Of(c.Seen.UserAgent), c.Seen.Dialect, c.First, c.Last, c.Count))]);

    private static AgentView View(Agent agent, AgentActivity? activity, DateTimeOffset now) => new(
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
                activity.Exchanges, activity.Verdicts.Redact, activity.Verdicts.Hold, activity.Verdicts.Block, activity.LastSeen, activity.OverheadP95),
        agent.StateAt(now),
        agent.Revoked is null && agent.Standing.ReasonAt(now) is { } reason ? VisibleText.Of(reason) : null,
        agent.Revoked is null && agent.Standing.Said is not null,
        agent.Blueprint is { } b ? new(b.Id, b.Name, b.Version, b.Owner, b.Sponsor) : null);
}
