using System.Runtime.CompilerServices;
using Bartizan.Gateway.Policies;
using Bartizan.Policy;
using Bartizan.Policy.Values;

namespace Bartizan.Gateway.Elevation;

/// <summary>
/// The question whether policy approves a held call itself: <c>Action::"autoApprove"</c> on what the call is about, with all that policy knew of the call. Only
/// permits count whose head names actions: one for everything an agent may do would approve all that is held. The agent, those on whose behalf it acts, its
/// token and its blueprint are asked as for the call.
/// </summary>
internal static class AutomaticQuestion
{
    private static readonly EntityUid Action = new("Action", "autoApprove");
    private static readonly ConditionalWeakTable<PolicyEngine, PolicyEngine> Engines = [];

    /// <summary>The policies that may be asked, of all: no held permit approves itself.</summary>
    public static PolicyEngine EngineOf(PolicyEngine policies) =>
        Engines.GetValue(policies, static p => p.Where(policy => policy.Effect == Effect.Forbid ? !policy.IsShadow : policy.Decides && policy.NamesActions));

    /// <summary>The question about a call, of the question that is held.</summary>
    public static PolicyQuestion Of(in PolicyQuestion held, IReadOnlyList<Policy.Policy> holding, string effect, long usual) => held with
    {
        Request = held.Request with
        {
            Action = Action,
            Context = new CedarRecord(held.Request.Context.Fields.Concat(
            [
                new("action", new CedarString(held.Request.Action.Id)),
                new("asks", CedarSet.OfStrings(holding.Select(p => Obligations.Of(p).Hold ?? "").Distinct(StringComparer.Ordinal))),
                new("effect", new CedarString(effect)),
                new("heldBy", CedarSet.OfStrings(holding.Select(p => p.Id))),
                new("usual", new CedarLong(usual)),
            ])),
        },
        First = null,
    };
}
