using Bartizan.Core.Results;
using Bartizan.Policy.Entities;

namespace Bartizan.Policy.Schema;

/// <summary>
/// What a Cedar schema says that reading data needs: which attributes are entities or extension values, so that JSON may
/// write them plainly, and which groups actions belong to. Policies are not checked against it.
/// </summary>
public sealed class PolicySchema
{
    private readonly IReadOnlyDictionary<string, EntityDeclaration> _entities;
    private readonly IReadOnlyDictionary<EntityUid, ActionDeclaration> _actions;

    internal PolicySchema(IReadOnlyDictionary<string, EntityDeclaration> entities, IReadOnlyDictionary<EntityUid, ActionDeclaration> actions) =>
        (_entities, _actions) = (entities, actions);

    /// <summary>Reads a schema in Cedar's own schema language.</summary>
    /// <exception cref="InputException">The text is not that; carries every error found.</exception>
    public static PolicySchema Parse(string text, string file = "") => SchemaParser.Parse(text, file);

    /// <summary>The actions as entities, with the groups they belong to as parents.</summary>
    public IEnumerable<Entity> ActionEntities => _actions.Select(a => new Entity(a.Key) { Parents = a.Value.Groups });

    internal EntityDeclaration? FindEntity(string type) => _entities.GetValueOrDefault(type);

    internal RecordType? FindContext(EntityUid action) => _actions.GetValueOrDefault(action)?.Context;
}
