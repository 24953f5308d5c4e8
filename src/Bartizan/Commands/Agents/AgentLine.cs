using Bartizan.Core.Identity;

namespace Bartizan.Commands.Agents;

/// <summary>An agent as the commands print it: without anything secret.</summary>
internal sealed record AgentLine(
    string Id, string Name, string Owner, DateTimeOffset Created, DateTimeOffset? Revoked, string KeyId, string? AccessKeyId, IReadOnlyDictionary<string, string> Tags)
{
    public static AgentLine Of(Agent agent) => new(agent.Id, agent.Name, agent.Owner, agent.Created, agent.Revoked, agent.KeyId, agent.AccessKeyId, agent.Tags);
}
