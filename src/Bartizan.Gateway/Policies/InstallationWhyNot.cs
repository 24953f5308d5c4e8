using Bartizan.Core.Identity;
using Bartizan.Policy;
using Bartizan.Policy.Analysis.WhyNot;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Values;

namespace Bartizan.Gateway.Policies;

/// <summary>Why a request is denied in an installation, where what policies allow is bounded by the blueprints of its agents.</summary>
/// <param name="Policies">What policies say, and what would change that.</param>
/// <param name="Blueprints">What of blueprints stands against it, as <c>blueprint@version</c> or <c>blueprint@version/policy</c>.</param>
public sealed record InstallationWhyNot(WhyNotReport Policies, IReadOnlyList<string> Blueprints)
{
    // A context is written by whoever asks; chains are far shorter.
    private const int MostActsFor = 16;

    /// <summary>Whether policies and blueprints allow it.</summary>
    public bool Allowed => Policies.Answer.Allowed && Blueprints.Count == 0;

    /// <summary>What of blueprints stands against a request: that of its principal, and those of the agents that its context says it acts for.</summary>
    public static async Task<IReadOnlyList<string>> AgainstAsync(AuthorizationRequest request, EntityStore entities, IAgentStore agents, CancellationToken cancellationToken)
    {
        var against = new List<string>();
        if (request.Principal.Type == "Agent")
        {
            var agent = await agents.FindAsync(request.Principal.Id, cancellationToken);
            against.AddRange(agent is null || agent.Id != request.Principal.Id ? [] : Refuses(agent, request, entities));
        }

        var actsFor = request.Context.TryGet("actsFor", out var told) && told is CedarSet set ? set.Items.OfType<CedarString>().Select(i => i.Value).Take(MostActsFor) : [];
        foreach (var id in actsFor)
        {
            if (await agents.FindAsync(id, cancellationToken) is { } agent && agent.Id == id)
            {
                var principal = agent.ToPrincipal();
                against.AddRange(Refuses(agent, request with { Principal = AgentEntities.Uid(principal) }, AgentEntities.Of(principal)));
            }
        }

        return [.. against.Distinct(StringComparer.Ordinal)];
    }

    private static IReadOnlyList<string> Refuses(Agent agent, AuthorizationRequest request, EntityStore entities) =>
        BlueprintBound.Refuses(new PolicyQuestion(request, entities) { Blueprint = agent.Blueprint }) ?? [];
}
