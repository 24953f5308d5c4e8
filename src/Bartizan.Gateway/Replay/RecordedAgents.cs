using Bartizan.Core.Exchanges;
using Bartizan.Core.Identity;
using Bartizan.Policy;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Values;

namespace Bartizan.Gateway.Replay;

/// <summary>Agents as records tell of them. Few agents make many exchanges, so each is made once, and again only where a record says something else of it.</summary>
internal sealed class RecordedAgents
{
    private const int MostKept = 10_000;

    private readonly Dictionary<string, RecordedAgent> _agents = new(StringComparer.Ordinal);

    /// <summary>The agent of an exchange.</summary>
    public RecordedAgent Of(ExchangeRecord exchange)
    {
        var id = exchange.Agent ?? "";
        if (_agents.TryGetValue(id, out var agent) && agent.IsOf(exchange))
        {
            return agent;
        }

        if (_agents.Count == MostKept)
        {
            _agents.Clear();
        }

        return _agents[id] = new RecordedAgent(exchange);
    }
}

/// <summary>One agent as a record tells of it, and as policies see it.</summary>
internal sealed class RecordedAgent
{
    private readonly ExchangeRecord _told;

    public RecordedAgent(ExchangeRecord exchange)
    {
        var entity = AgentEntity.Make(new Principal(exchange.Agent ?? "", exchange.AgentName ?? "", exchange.Owner ?? "", exchange.Tags ?? new Dictionary<string, string>()));
        (_told, Uid, Entities, Name) = (exchange, entity.Uid, new EntityStore([entity]), new CedarString(exchange.AgentName ?? ""));
    }

    public EntityUid Uid { get; }

    public EntityStore Entities { get; }

    public CedarString Name { get; }

    /// <summary>Whether an exchange tells the same of it.</summary>
    public bool IsOf(ExchangeRecord exchange) => exchange.AgentName == _told.AgentName && exchange.Owner == _told.Owner
        && (ReferenceEquals(exchange.Tags, _told.Tags)
            || (exchange.Tags is { } tags && _told.Tags is { } told && tags.Count == told.Count && tags.All(t => told.TryGetValue(t.Key, out var value) && value == t.Value)));
}
