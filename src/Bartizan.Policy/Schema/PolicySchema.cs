using Bartizan.Core.Results;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Schema;

/// <summary>What a Cedar schema says: which entities, actions and contexts there are, and of which types. Immutable and thread-safe.</summary>
public sealed class PolicySchema
{
    private readonly Dictionary<string, EntityDeclaration> _entities;
    private readonly Dictionary<EntityUid, ActionDeclaration> _actions;
    private readonly TypeHierarchy _hierarchy;

    internal PolicySchema(Dictionary<string, EntityDeclaration> entities, Dictionary<EntityUid, ActionDeclaration> actions)
    {
        (_entities, _actions) = (entities, actions);
        ActionEntities = [.. actions.Select(a => new Entity(a.Key) { Parents = a.Value.Groups })];
        _hierarchy = new TypeHierarchy(entities, new EntityStore(ActionEntities));
    }

    /// <summary>Reads a schema in Cedar's own schema language.</summary>
    /// <exception cref="InputException">The text is not that; carries every error found.</exception>
    public static PolicySchema Parse(string text, string file = "") => SchemaParser.Parse(text, file);

    /// <summary>Reads a schema in Cedar's JSON form.</summary>
    /// <exception cref="InputException">The text is not that; carries every error found.</exception>
    public static PolicySchema FromJson(string json, string file = "") => SchemaJsonParser.Parse(json, file);

    /// <summary>The actions as entities, with the groups they belong to as parents.</summary>
    public IEnumerable<Entity> ActionEntities { get; }

    /// <summary>The actions that principals of one type may be asked about on resources of another, in the order of the schema.</summary>
    public IEnumerable<EntityUid> ActionsFor(string principalType, string resourceType) => _actions.Values
        .Where(a => a.Principals.Contains(principalType, StringComparer.Ordinal) && a.Resources.Contains(resourceType, StringComparer.Ordinal))
        .Select(a => a.Uid);

    internal IReadOnlyCollection<ActionDeclaration> Actions => _actions.Values;

    internal IReadOnlyCollection<string> EntityTypes => _entities.Keys;

    internal EntityDeclaration? FindEntity(string type) => _entities.GetValueOrDefault(type);

    internal ActionDeclaration? FindAction(EntityUid action) => _actions.GetValueOrDefault(action);

    internal RecordType? FindContext(EntityUid action) => _actions.GetValueOrDefault(action)?.Context;

    /// <summary>Whether entities may have the type: it is declared, or that of actions.</summary>
    internal bool Knows(string type) => _entities.ContainsKey(type) || ScopeParser.IsActionType(type);

    /// <summary>Whether some entity of one type may belong to some entity of the other, or be it.</summary>
    internal bool MayBeIn(string type, string ancestor) => _hierarchy.MayBeIn(type, ancestor);

    /// <summary>Whether an action belongs to another, or is it.</summary>
    internal bool IsActionIn(EntityUid action, EntityUid group) => _hierarchy.IsActionIn(action, group);
}
