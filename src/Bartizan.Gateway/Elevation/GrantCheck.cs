using Bartizan.Core.Elevation;
using Bartizan.Policy;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Values;

namespace Bartizan.Gateway.Elevation;

/// <summary>Whether a grant still is what people approved, and whether that is this call, held by just these policies.</summary>
internal static class GrantCheck
{
    /// <summary>Whether it lifts these forbids for the call now.</summary>
    public static bool Lifts(GrantedRequest granted, HeldCall call, IReadOnlyList<Policy.Policy> holding, DateTimeOffset now) =>
        granted.Grant.IsLive(now)
        && granted.Request.Digest == call.Digest
        && granted.Grant.Policy == GrantPolicy.Of(granted.Grant.Id, granted.Request, granted.Grant.Ends)
        && holding.All(policy => granted.Request.Policies.Contains(HeldCalls.Shown(policy)))
        && granted.IsSound()
        && Permits(granted.Grant.Policy, call, now);

    private static bool Permits(string policy, HeldCall call, DateTimeOffset now)
    {
        var request = new AuthorizationRequest(new EntityUid("Agent", call.Agent.Id), call.Action, call.Resource, new CedarRecord((KeyValuePair<string, CedarValue>[])
        [
            new("call", new CedarString(call.Digest)),
            new("chain", new CedarString(GrantPolicy.ChainOf(call.Chain))),
            new("time", new CedarDateTime(now.ToUnixTimeMilliseconds())),
        ]));
        return new PolicyEngine(PolicySet.Parse(policy)).Authorize(request, EntityStore.Empty).Allowed;
    }
}
