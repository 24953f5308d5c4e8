using System.Text.Json;
using Bartizan.Core.Identity.Registry;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;

namespace Bartizan.Storage.Instances;

/// <summary>A run of an agent as a row.</summary>
internal sealed class InstanceRow
{
    /// <summary>Its columns and where they come from.</summary>
    public const string Select = "SELECT id, agent, thumbprint, evidence, selectors, started, attested, ends, ended FROM agent_instances";

    public required string Id { get; init; }
    public required string Agent { get; init; }
    public required string Thumbprint { get; init; }
    public required string Evidence { get; init; }
    public required string Selectors { get; init; }
    public long Started { get; init; }
    public long Attested { get; init; }
    public long Ends { get; init; }
    public long? Ended { get; init; }

    /// <summary>The run.</summary>
    public AgentInstance ToInstance() => new()
    {
        Id = Id,
        Agent = Agent,
        Thumbprint = Thumbprint,
        Evidence = Evidence,
        Selectors = JsonSerializer.Deserialize<string[]>(Selectors, EventFacts.Options)!,
        Started = SqliteTime.FromMicroseconds(Started),
        Attested = SqliteTime.FromMicroseconds(Attested),
        Ends = SqliteTime.FromMicroseconds(Ends),
        Ended = Ended is { } at ? SqliteTime.FromMicroseconds(at) : null,
    };
}
