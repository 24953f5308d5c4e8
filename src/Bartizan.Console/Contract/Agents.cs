using Bartizan.Core.Identity.Registry;

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
/// <param name="State">Whether it may work.</param>
/// <param name="Reason">Why it is suspended; null when it is not.</param>
/// <param name="SuspendedByPerson">Whether a person suspended it, so that a person can resume it.</param>
/// <param name="Blueprint">Its blueprint; null when it has none.</param>
public sealed record AgentView(
    string Id,
    string Name,
    string Owner,
    DateTimeOffset Created,
    DateTimeOffset? Revoked,
    string KeyId,
    IReadOnlyDictionary<string, string> Tags,
    AgentStats Stats,
    AgentState State,
    string? Reason,
    bool SuspendedByPerson,
    AgentBlueprint? Blueprint);

/// <summary>What an agent's blueprint is called and who answers for it.</summary>
/// <param name="Id">Blueprint id, prefix <c>bpt</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version in force.</param>
/// <param name="Owner">Name of the owner's account.</param>
/// <param name="Sponsor">Name of the sponsor's account.</param>
public sealed record AgentBlueprint(string Id, string Name, int Version, string Owner, string Sponsor);

/// <summary>Suspends or resumes an agent.</summary>
/// <param name="Reason">Why, for people; 1 to 500 characters on one line.</param>
public sealed record DecideOnAgent(string Reason);

/// <summary>A run of an agent.</summary>
/// <param name="Id">Id, prefix <c>ins</c>.</param>
/// <param name="Thumbprint">RFC 7638 thumbprint of its public key.</param>
/// <param name="Evidence">What attested it.</param>
/// <param name="Started">When it began.</param>
/// <param name="Ends">When it ends by itself, or ended.</param>
/// <param name="Runs">Whether it runs now.</param>
public sealed record InstanceView(string Id, string Thumbprint, string Evidence, DateTimeOffset Started, DateTimeOffset Ends, bool Runs);

/// <summary>Runs of an agent.</summary>
/// <param name="Items">The newest first; those that were over for a day are forgotten.</param>
public sealed record InstanceList(IReadOnlyList<InstanceView> Items);

/// <summary>A caller that no agent is declared for.</summary>
/// <param name="Kind">What it showed.</param>
/// <param name="Mark">What tells it from others: a public id, or the beginning of a keyed digest.</param>
/// <param name="Form">How what it showed begins; empty when it showed nothing.</param>
/// <param name="Address">Where it came from last.</param>
/// <param name="UserAgent">What its client said it is; what people could not see is spelt out.</param>
/// <param name="Dialect">What it spoke.</param>
/// <param name="First">When it was first seen.</param>
/// <param name="Last">When it was last seen.</param>
/// <param name="Count">How often.</param>
public sealed record ShadowCallerView(ShadowKind Kind, string Mark, string Form, string Address, string UserAgent, string Dialect, DateTimeOffset First, DateTimeOffset Last, long Count);

/// <summary>Callers that no agent is declared for.</summary>
/// <param name="Items">The last seen first; at most 1,000.</param>
public sealed record ShadowCallerList(IReadOnlyList<ShadowCallerView> Items);

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
