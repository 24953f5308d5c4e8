using Bartizan.Core.Identity;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Directories;

/// <summary>A client with its agent and its keys, ready to be asked.</summary>
/// <param name="client">As registered.</param>
/// <param name="agent">The agent.</param>
internal sealed class ClientEntry(AgentClient client, Principal agent)
{
    /// <summary>As registered.</summary>
    public AgentClient Registered { get; } = client;

    /// <summary>The agent.</summary>
    public Principal Agent { get; } = agent;

    /// <summary>Its public keys; null when it has none.</summary>
    public JsonWebKeySet? Keys { get; } = client.Keys is { } text ? JsonWebKeySet.Parse(text) : null;

    /// <summary>Its client id.</summary>
    public string Id => Registered.Agent;
}
