using Bartizan.Core.Results;
using Bartizan.Policy.Json;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Entities;

/// <summary>The entities that a request is decided against. Immutable and thread-safe.</summary>
public sealed class EntityStore
{
    private readonly Dictionary<EntityUid, EntityNode> _nodes;
    private readonly EntityStore? _below;

    /// <summary>Creates a store.</summary>
    /// <exception cref="InputException">An entity is given twice, or belongs to itself through its parents.</exception>
    public EntityStore(IEnumerable<Entity> entities)
    {
        _nodes = [];
        foreach (var entity in entities)
        {
            if (!_nodes.TryAdd(entity.Uid, new EntityNode(entity, this)))
            {
                throw new InputException(new InputError($"The entity {entity.Uid} is given twice.", "Merge the two into one."));
            }
        }

        if (Hierarchy.FindCycle(_nodes.Values) is { } uid)
        {
            throw new InputException(new InputError($"The entity {uid} is its own ancestor.", "Remove one of the parents that close the circle."));
        }
    }

    // An entity keeps its parents, so no circle can come in.
    private EntityStore(EntityStore below, Entity entity)
    {
        _below = below;
        _nodes = new(1) { [entity.Uid] = new EntityNode(entity, this) };
    }

    /// <summary>The store without entities.</summary>
    public static EntityStore Empty { get; } = new([]);

    /// <summary>How many entities.</summary>
    public int Count => _below is null ? _nodes.Count : Entities.Count();

    /// <summary>The entities, in the order given.</summary>
    public IEnumerable<Entity> Entities => _below is null
        ? _nodes.Values.Select(n => n.Entity)
        : _below.Entities.Where(e => !_nodes.ContainsKey(e.Uid)).Concat(_nodes.Values.Select(n => n.Entity));

    /// <summary>Reads Cedar's JSON form: an array of <c>{"uid", "attrs", "parents", "tags"}</c>; a schema adds its actions and lets values be written plainly.</summary>
    /// <exception cref="InputException">The text is not that; the message names line or path.</exception>
    public static EntityStore FromJson(string json, string file = "", PolicySchema? schema = null) => EntityJsonReader.Read(json, file, schema);

    /// <inheritdoc cref="FromJson(string, string, PolicySchema)"/>
    public static EntityStore FromJson(ReadOnlySpan<byte> utf8, string file = "", PolicySchema? schema = null) =>
        EntityJsonReader.Read(utf8, file, schema);

    /// <summary>The entity, or null when the store has none of that name.</summary>
    public Entity? Find(EntityUid uid) => FindNode(uid)?.Entity;

    /// <summary>These entities, of which one has these attributes in place of its own; what it belongs to and its tags stay. Costs the same however many there are.</summary>
    public EntityStore WithAttributes(EntityUid uid, CedarRecord attributes) => new(this, (Find(uid) ?? new Entity(uid)) with { Attributes = attributes });

    /// <summary>Whether <paramref name="uid"/> is <paramref name="ancestor"/> or belongs to it, directly or through others.</summary>
    public bool IsIn(EntityUid uid, EntityUid ancestor) =>
        uid.Equals(ancestor) || (FindNode(uid)?.HasAncestor(ancestor) ?? false);

    internal EntityNode? FindNode(EntityUid uid) => _nodes.TryGetValue(uid, out var node) ? node : _below?.FindNode(uid);
}
