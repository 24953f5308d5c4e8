using System.Globalization;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Text;

namespace Bartizan.Commands.Agents;

/// <summary>An agent as the commands print it: without anything secret.</summary>
internal sealed record AgentLine(
    string Id,
    string Name,
    string Owner,
    DateTimeOffset Created,
    DateTimeOffset? Revoked,
    string KeyId,
    string? AccessKeyId,
    IReadOnlyDictionary<string, string> Tags,
    AgentState State,
    string? Reason,
    string? Blueprint)
{
    public static AgentLine Of(Agent agent, DateTimeOffset now) => new(
        agent.Id, agent.Name, agent.Owner, agent.Created, agent.Revoked, agent.KeyId, agent.AccessKeyId, agent.Tags,
        agent.StateAt(now), agent.Revoked is null ? agent.Standing.ReasonAt(now) : null, agent.Blueprint?.Mark);

    /// <summary>What it is at this time and why, for people.</summary>
    public static string StateText(Agent agent, DateTimeOffset now) => agent.StateAt(now) switch
    {
        AgentState.Revoked => string.Create(CultureInfo.InvariantCulture, $"revoked {agent.Revoked:yyyy-MM-ddTHH:mm:ssZ}"),
        AgentState.Suspended => $"suspended: {VisibleText.Of(agent.Standing.ReasonAt(now)!)}",
        _ => "works",
    };
}
