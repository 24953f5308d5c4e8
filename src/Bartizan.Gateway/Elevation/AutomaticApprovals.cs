using Bartizan.Core.Elevation;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Ids;
using Bartizan.Gateway.Pipeline;
using Bartizan.Gateway.Policies;
using Bartizan.Policy.Holds;

namespace Bartizan.Gateway.Elevation;

/// <summary>
/// Approves held calls where policy says so, each for one use within a minute. Never what two people must approve, what nobody wrote to be a read or
/// reversible, what was not wholly inspected, what the agent's disabled owner answers for, what a person was asked for already, or more than so many an hour.
/// </summary>
internal sealed class AutomaticApprovals(IHeldCalls store, IIdSource ids)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(1);

    /// <summary>The approval of policy for a call that nobody was asked for yet, in no store so far; null where people decide.</summary>
    public GrantedRequest? TryApprove(Exchange exchange, in PolicyQuestion held, HeldCall call, IReadOnlyList<Policy.Policy> holding, DateTimeOffset now)
    {
        var options = exchange.Snapshot.Routes.Options.Elevation;
        if (options.Automatic == 0
            || store.FindOpen(call.Digest, now) is not null
            || Ask(exchange, held, call, holding, now) is not var (approval, lastHour)
            || lastHour + (exchange.Access?.Automatic.Count ?? 0) >= options.Automatic)
        {
            return null;
        }

        var request = call.ToRequest(ids.NewId("arq"), exchange, holding, now, now + Lasts) with { State = AccessRequestState.Approved, Automatic = approval };
        var ends = DateTimeOffset.FromUnixTimeSeconds((now + Lasts).ToUnixTimeSeconds());
        var id = ids.NewId("grt");
        return new(new Grant { Id = id, Request = request.Id, Policy = GrantPolicy.Of(id, request, ends), Uses = 1, Created = now, Ends = ends }, request, [], [], []);
    }

    /// <summary>Whether policy would approve the call now, too: a grant by policy counts no longer than that.</summary>
    public bool StillApproves(Exchange exchange, in PolicyQuestion held, HeldCall call, IReadOnlyList<Policy.Policy> holding, DateTimeOffset now) =>
        exchange.Snapshot.Routes.Options.Elevation.Automatic > 0 && Ask(exchange, held, call, holding, now) is not null;

    private (AutomaticApproval Approval, int LastHour)? Ask(Exchange exchange, in PolicyQuestion held, HeldCall call, IReadOnlyList<Policy.Policy> holding, DateTimeOffset now)
    {
        if (holding.Any(p => Hold.ApprovalsOf(p) > 1) || exchange.Inspection.Failures.Count > 0 || EffectOf(exchange, call) is not { } effect)
        {
            return null;
        }

        var engine = AutomaticQuestion.EngineOf(exchange.Snapshot.Policies);
        var facts = store.Automatic(call.Agent.Id, call.Agent.Owner, call.Resource.Id, now);
        if (!facts.OwnerWorks)
        {
            return null;
        }

        var question = AutomaticQuestion.Of(held, holding, effect, facts.Usual) with { Act = exchange.History?.Peek() };
        var lifted = holding.Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        var decision = PolicyDecider.Decide(engine, question, exchange.Inspection.Findings, guardFailed: false, lifted).Decision;
        return decision is not { Verdict: Verdict.Allow, Errors.Count: 0 } ? null : (new(
            [.. engine.Policies.Policies.Where(p => decision.Policies.Contains(p.Id, StringComparer.Ordinal)).Select(p => new ApprovingPolicy(p.Id, p.Text))],
            effect,
            facts.Usual), facts.LastHour);
    }

    // Reading what a server offers is a read by the protocol; what a tool does only a person can say, never the server that offers it.
    private static string? EffectOf(Exchange exchange, HeldCall call) => call.Resource.Type switch
    {
        PolicyQuestion.ModelType or "Resource" or "Prompt" => "read",
        PolicyQuestion.ToolType => exchange.Snapshot.Routes.Tools.EffectOf(call.Resource.Id),
        _ => null,
    };
}
