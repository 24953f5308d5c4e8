using System.Collections.Frozen;
using Bartizan.Identity.AuthZen.Configuration;
using Bartizan.Policy;

namespace Bartizan.Identity.AuthZen.Searching;

/// <summary>What can be found: stored entities by type, and actions, each in the order of the files.</summary>
internal sealed class Candidates
{
    private readonly DecisionPoint _point;
    private readonly FrozenDictionary<string, EntityUid[]> _byType;
    private readonly EntityUid[] _actions;

    public Candidates(DecisionPoint point)
    {
        _point = point;
        _byType = point.Entities.Entities.GroupBy(e => e.Uid.Type, e => e.Uid, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
        _actions = [.. point.Engine.Policies.NamedActions().Concat(OfType(point.Names.ActionType)).Where(a => a.Type == point.Names.ActionType).Distinct()];
    }

    /// <summary>The stored entities of a type; none where the type is not known.</summary>
    public IReadOnlyList<EntityUid> OfType(string type) => _byType.GetValueOrDefault(type, []);

    /// <summary>The schema's actions for these types; without a schema those that policies name or that are stored.</summary>
    public IReadOnlyList<EntityUid> Actions(EntityUid subject, EntityUid resource) => _point.Schema is { } schema
        ? [.. schema.ActionsFor(subject.Type, resource.Type).Where(a => a.Type == _point.Names.ActionType)]
        : _actions;
}
