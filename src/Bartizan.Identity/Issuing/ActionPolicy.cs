using Bartizan.Core.Identity.Registry;
using Bartizan.Policy;
using Bartizan.Policy.Ceilings;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Values;

namespace Bartizan.Identity.Issuing;

/// <summary>
/// Asks policy whether an agent may be given something that is not asked for through the gateway. Only permits count whose head names the action: one written
/// for everything an agent may do would give it to everybody. A policy that fails on the question refuses.
/// </summary>
internal static class ActionPolicy
{
    /// <summary>What policies about any action may read. There is no exchange, so nothing was found in it.</summary>
    /// <param name="dialect">What stands where an exchange's dialect stands.</param>
    /// <param name="actsFor">Ids of those on whose behalf it is.</param>
    /// <param name="purposes">What the work is for.</param>
    public static KeyValuePair<string, CedarValue>[] NoExchange(string dialect, IEnumerable<string> actsFor, IEnumerable<string> purposes) =>
    [
        new("actsFor", CedarSet.OfStrings([.. actsFor])),
        new("budget", new CedarRecord((KeyValuePair<string, CedarValue>[])[new("remainingPerMille", new CedarLong(1_000))])),
        new("dialect", new CedarString(dialect)),
        new("direction", new CedarString("request")),
        new("hidesContext", CedarBool.False),
        new("injection", new CedarLong(0)),
        new("labels", CedarSet.Empty),
        new("purposes", CedarSet.OfStrings([.. purposes])),
        new("sensitivity", new CedarRecord((KeyValuePair<string, CedarValue>[])[new("level", new CedarLong(0)), new("name", new CedarString("public"))])),
        new("stream", CedarBool.False),
        new("tools", CedarSet.Empty),
        new("untrustedLabels", CedarSet.Empty),
    ];

    /// <summary>What stands against it, for the record; null when policies and the blueprint allow it.</summary>
    public static string? Refuses(PolicyEngine policies, AuthorizationRequest request, EntityStore entities, Blueprint? blueprint)
    {
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

        return blueprint is not null && BlueprintCeiling.Refuses(blueprint, request, entities) is { } against ? $"outside {string.Join(", ", against)}" : null;
    }
}
