using Bartizan.Core.Identity;
using Bartizan.Policy;
using Bartizan.Policy.Ceilings;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Values;

namespace Bartizan.Identity.Attesting;

/// <summary>
/// Asks policy whether what an instance shows is enough. Only permits count whose head names the action: one written for everything an agent may do would let
/// in everybody whom a trusted issuer gives tokens to. A policy that fails on the question refuses.
/// </summary>
internal static class AttestationPolicy
{
    private static readonly EntityUid Attest = new("Action", "attestInstance");
    private static readonly EntityUid Renew = new("Action", "renewInstance");

    // What policies about any action may read. There is no exchange, so nothing was found in it.
    private static readonly KeyValuePair<string, CedarValue>[] NoExchange =
    [
        new("actsFor", CedarSet.Empty),
        new("budget", new CedarRecord((KeyValuePair<string, CedarValue>[])[new("remainingPerMille", new CedarLong(1_000))])),
        new("dialect", new CedarString("attestation")),
        new("direction", new CedarString("request")),
        new("hidesContext", CedarBool.False),
        new("injection", new CedarLong(0)),
        new("labels", CedarSet.Empty),
        new("purposes", CedarSet.Empty),
        new("sensitivity", new CedarRecord((KeyValuePair<string, CedarValue>[])[new("level", new CedarLong(0)), new("name", new CedarString("public"))])),
        new("stream", CedarBool.False),
        new("tools", CedarSet.Empty),
        new("untrustedLabels", CedarSet.Empty),
    ];

    /// <summary>The question.</summary>
    public static AuthorizationRequest Question(Principal agent, Attested attested, DateTimeOffset now) => new(
        new EntityUid("Agent", agent.AgentId),
        attested.Renews is null ? Attest : Renew,
        new EntityUid("Blueprint", agent.Blueprint?.Name ?? ""),
        new CedarRecord((KeyValuePair<string, CedarValue>[])
        [
            .. NoExchange,
            new("agentName", new CedarString(agent.Name)),
            new("evidence", CedarSet.OfStrings(attested.Sources)),
            new("selectors", CedarSet.OfStrings(attested.Selectors)),
            .. attested.Renews is { } run ? new KeyValuePair<string, CedarValue>[] { new("sinceEvidence", new CedarLong((long)(now - run.Attested).TotalSeconds)) } : [],
        ]));

    /// <summary>What stands against it, for the record; null when policies and the agent's blueprint allow it.</summary>
    public static string? Refuses(PolicyEngine policies, Principal agent, Attested attested, DateTimeOffset now)
    {
        var (request, entities) = (Question(agent, attested, now), new EntityStore([AgentEntity.Make(agent)]));
        var answer = policies.Authorize(request, entities);
        if (answer.Errors is [var failed, ..])
        {
            return $"the policy {failed.PolicyId} cannot be asked: {failed.Message}";
        }

        if (!answer.Allowed)
        {
            return answer.Reasons.Count > 0 ? $"forbidden by {string.Join(", ", answer.Reasons)}" : "no policy permits it";
        }

        if (!answer.Determining.Any(p => p.NamesActions))
        {
            return $"only {string.Join(", ", answer.Reasons)} permits it, whose head names no action";
        }

        return agent.Blueprint is { } blueprint && BlueprintCeiling.Refuses(blueprint, request, entities) is { } against ? $"outside {string.Join(", ", against)}" : null;
    }
}
