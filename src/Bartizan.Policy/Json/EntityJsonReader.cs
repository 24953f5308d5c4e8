using System.Text;
using System.Text.Json;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Json;

/// <summary>Reads entities: <c>[{"uid": …, "attrs": {…}, "parents": […], "tags": {…}}]</c>.</summary>
internal static class EntityJsonReader
{
    public static EntityStore Read(string json, string file) => Read(Encoding.UTF8.GetBytes(json), file);

    public static EntityStore Read(ReadOnlySpan<byte> utf8, string file)
    {
        using var document = JsonInput.Parse(utf8, file);
        var root = new JsonPlace(document.RootElement, file);
        return root.Guard(() => new EntityStore(root.Items("an array of entities").Select(ReadEntity)));
    }

    private static Entity ReadEntity(JsonPlace place)
    {
        place.Expect(JsonValueKind.Object, "an entity, as {\"uid\": …, \"attrs\": {…}, \"parents\": […]}");
        EntityUid? uid = null;
        var (attributes, tags) = (CedarRecord.Empty, CedarRecord.Empty);
        var parents = new List<EntityUid>();
        foreach (var (name, field) in place.Fields())
        {
            switch (name)
            {
                case "uid":
                    uid = ValueJsonReader.ReadUid(field);
                    break;
                case "attrs":
                    attributes = ValueJsonReader.ReadRecord(field);
                    break;
                case "tags":
                    tags = ValueJsonReader.ReadRecord(field);
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
