namespace Bartizan.Console.Contract;

/// <summary>An agent and what it did.</summary>
/// <param name="Id">Agent id, prefix <c>agt</c>.</param>
/// <param name="Name">Name people gave it.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Created">When it was added.</param>
/// <param name="Revoked">When its key was revoked, or null.</param>
/// <param name="KeyId">Public part of its key.</param>
/// <param name="Tags">Free labels that policies may test.</param>
/// <param name="Stats">What it did in the span asked for.</param>
public sealed record AgentView(
    string Id,
    string Name,
    string Owner,
    DateTimeOffset Created,
    DateTimeOffset? Revoked,
    string KeyId,
    IReadOnlyDictionary<string, string> Tags,
    AgentStats Stats);

/// <summary>What an agent did in a span of time.</summary>
/// <param name="Exchanges">All exchanges.</param>
/// <param name="Redact">Passed with spans masked.</param>
/// <param name="Hold">Waiting for a person.</param>
/// <param name="Block">Did not pass.</param>
/// <param name="LastSeen">Its newest exchange; null when there is none in the span.</param>
/// <param name="OverheadP95Us">95th percentile of what Bartizan added, microseconds.</param>
public sealed record AgentStats(long Exchanges, long Redact, long Hold, long Block, DateTimeOffset? LastSeen, long OverheadP95Us);

/// <summary>All agents, revoked ones too.</summary>
/// <param name="From">Start of the span that the figures cover.</param>
/// <param name="To">Its end.</param>
/// <param name="Items">By name.</param>
public sealed record AgentList(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<AgentView> Items);

/// <summary>Adds an agent.</summary>
/// <param name="Name">1 to 100 characters without control characters; unique among agents that are not revoked.</param>
/// <param name="Owner">Who answers for it, 1 to 200 characters.</param>
/// <param name="Tags">At most 20; keys 1 to 50, values at most 200 characters.</param>
public sealed record AddAgent(string Name, string Owner, IReadOnlyDictionary<string, string>? Tags = null);

/// <summary>A new agent with its key.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Key">The whole key; it is never shown again.</param>
public sealed record AgentAdded(AgentView Agent, string Key);
