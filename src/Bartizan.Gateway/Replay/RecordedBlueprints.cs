using Bartizan.Core.Exchanges;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;

namespace Bartizan.Gateway.Replay;

/// <summary>The blueprints of an installation as records name them: every version that ever was, and which one each agent has now.</summary>
public sealed class RecordedBlueprints
{
    private readonly ILookup<string, Blueprint> _versions;
    private readonly Dictionary<string, Blueprint?> _present;

    internal RecordedBlueprints(IEnumerable<Blueprint> versions, IEnumerable<Agent> agents)
    {
        _versions = versions.OrderBy(b => b.Created).ToLookup(b => b.Mark, StringComparer.Ordinal);
        _present = agents.ToDictionary(a => a.Id, a => a.Blueprint, StringComparer.Ordinal);
    }

    /// <summary>None at all, for those who have no registry.</summary>
    public static RecordedBlueprints None { get; } = new([], []);

    /// <summary>Reads those of a registry.</summary>
    public static async Task<RecordedBlueprints> ReadAsync(IRegistryStore registry, IAgentStore agents, CancellationToken cancellationToken)
    {
        var versions = new List<Blueprint>();
        foreach (var blueprint in await registry.BlueprintsAsync(cancellationToken))
        {
            versions.AddRange(await registry.VersionsAsync(blueprint.Id, cancellationToken));
        }

        return new(versions, await agents.ListAsync(cancellationToken));
    }

    /// <summary>That of the agent of an exchange.</summary>
    internal (Blueprint? Blueprint, BlueprintSource Source) Of(ExchangeRecord exchange) => Find(exchange.Agent ?? "", exchange.Blueprint ?? "", exchange.Time);

    /// <summary>That of one on whose behalf it acted.</summary>
    internal (Blueprint? Blueprint, BlueprintSource Source) Of(ActsForRecord agent, DateTimeOffset at) => Find(agent.Id, agent.Blueprint, at);

    private (Blueprint?, BlueprintSource) Find(string agent, string? mark, DateTimeOffset at)
    {
        if (mark is { Length: 0 })
        {
            return (null, BlueprintSource.None);
        }

        // A name is free again once its blueprint is retired, so that two may have had one mark, one after the other.
        if (mark is not null && _versions[mark] is var named && (named.LastOrDefault(b => b.Created <= at) ?? named.FirstOrDefault()) is { } version)
        {
            return (version, BlueprintSource.Recorded);
        }

        return _present.TryGetValue(agent, out var present) && (present is not null || mark is null)
            ? (present, BlueprintSource.Present)
            : (null, BlueprintSource.Unknown);
    }
}
