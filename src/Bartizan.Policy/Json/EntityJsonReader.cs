using System.Text;
using System.Text.Json;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Json;

/// <summary>Reads entities: <c>[{"uid": …, "attrs": {…}, "parents": […], "tags": {…}}]</c>.</summary>
internal static class EntityJsonReader
{
    public static EntityStore Read(string json, string file, PolicySchema? schema) => Read(Encoding.UTF8.GetBytes(json), file, schema);

    public static EntityStore Read(ReadOnlySpan<byte> utf8, string file, PolicySchema? schema)
    {
        using var document = JsonInput.Parse(utf8, file);
        var root = new JsonPlace(document.RootElement, file);
        return root.Guard(() =>
        {
            var entities = root.Items("an array of entities").Select(place => ReadEntity(place, schema)).ToList();
            return new EntityStore(schema is null ? entities : WithActions(entities, schema));
        });
    }

    // Actions stand in the schema; where the file repeats one, its groups are the schema's.
    private static IEnumerable<Entity> WithActions(List<Entity> entities, PolicySchema schema)
    {
        var actions = schema.ActionEntities.ToDictionary(a => a.Uid);
        return entities.Where(e => !actions.ContainsKey(e.Uid)).Concat(actions.Values);
    }

    private static Entity ReadEntity(JsonPlace place, PolicySchema? schema)
    {
        place.Expect(JsonValueKind.Object, "an entity, as {\"uid\": …, \"attrs\": {…}, \"parents\": […]}");
        EntityUid? uid = null;
        var (attributes, tags) = (CedarRecord.Empty, CedarRecord.Empty);
        var parents = new List<EntityUid>();
        var declared = place.Field("uid") is { } named ? schema?.FindEntity(ValueJsonReader.ReadUid(named).Type) : null;
        foreach (var (name, field) in place.Fields())
        {
            switch (name)
            {
                case "uid":
                    uid = ValueJsonReader.ReadUid(field);
                    break;
                case "attrs":
                    attributes = ValueJsonReader.ReadRecord(field, declared?.Attributes);
                    break;
                case "tags":
                    tags = ValueJsonReader.ReadRecord(field, _ => declared?.Tags);
                    break;
                case "parents":
                    parents.AddRange(field.Items("an array of entity names").Select(ValueJsonReader.ReadUid));
                    break;
                default:
                    throw field.Error($"An entity has no field {name}.", "The fields are uid, attrs, parents and tags.");
            }
        }

        return new Entity(uid ?? throw place.Error("The entity has no uid.", "Add \"uid\": {\"type\": \"…\", \"id\": \"…\"}."))
        {
            Attributes = attributes,
            Parents = parents,
            Tags = tags,
        };
    }
}
