using Bartizan.Core.Elevation;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Holds;

/// <summary>A call that policy holds, as grants are compared with it.</summary>
/// <param name="Agent">Id of the agent that makes it.</param>
/// <param name="Chain">Those on whose behalf, the nearest first.</param>
/// <param name="Action">The action.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Digest">SHA-256 of the exact call.</param>
public sealed record GrantedCall(string Agent, IReadOnlyList<ChainMember> Chain, EntityUid Action, EntityUid Resource, string Digest);

/// <summary>Whether a grant is good for a call now: everything it rests on is looked at again, each time.</summary>
public static class GrantCheck
{
    /// <summary>Whether a grant lifts these policies for this call at this time.</summary>
    public static bool Lifts(GrantedRequest granted, GrantedCall call, IReadOnlyList<Policy> holding, DateTimeOffset now) =>
        granted.Grant.IsLive(now)
        && granted.Request.Digest == call.Digest
        && granted.Grant.Policy == GrantPolicy.Of(granted.Grant.Id, granted.Request, granted.Grant.Ends)
        && holding.All(policy => granted.Request.Policies.Contains(Hold.Shown(policy)))
        && granted.IsSound()
        && Permits(granted.Grant.Policy, call, now);

    private static bool Permits(string policy, GrantedCall call, DateTimeOffset now)
    {
        var request = new AuthorizationRequest(new EntityUid("Agent", call.Agent), call.Action, call.Resource, new CedarRecord((KeyValuePair<string, CedarValue>[])
        [
            new("call", new CedarString(call.Digest)),
            new("chain", new CedarString(GrantPolicy.ChainOf(call.Chain))),
            new("time", new CedarDateTime(now.ToUnixTimeMilliseconds())),
        ]));
        return new PolicyEngine(PolicySet.Parse(policy)).Authorize(request, EntityStore.Empty).Allowed;
    }
}
