using Bartizan.Core.Identity;
using Bartizan.Identity.Issuing;
using Bartizan.Policy;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Values;

namespace Bartizan.Identity.Attesting;

/// <summary>Asks policy whether what an instance shows is enough.</summary>
internal static class AttestationPolicy
{
    private static readonly EntityUid Attest = new("Action", "attestInstance");
    private static readonly EntityUid Renew = new("Action", "renewInstance");

    /// <summary>The question.</summary>
    public static AuthorizationRequest Question(Principal agent, Attested attested, DateTimeOffset now) => new(
        new EntityUid("Agent", agent.AgentId),
        attested.Renews is null ? Attest : Renew,
        new EntityUid("Blueprint", agent.Blueprint?.Name ?? ""),
        new CedarRecord((KeyValuePair<string, CedarValue>[])
        [
            .. ActionPolicy.NoExchange("attestation", [], []),
            new("agentName", new CedarString(agent.Name)),
            new("evidence", CedarSet.OfStrings(attested.Sources)),
            new("selectors", CedarSet.OfStrings(attested.Selectors)),
            .. attested.Renews is { } run ? new KeyValuePair<string, CedarValue>[] { new("sinceEvidence", new CedarLong((long)(now - run.Attested).TotalSeconds)) } : [],
        ]));

    /// <summary>What stands against it, for the record; null when policies and the agent's blueprint allow it.</summary>
    public static string? Refuses(PolicyEngine policies, Principal agent, Attested attested, DateTimeOffset now) =>
        ActionPolicy.Refuses(policies, Question(agent, attested, now), new EntityStore([AgentEntity.Make(agent)]), agent.Blueprint);
}
