using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Schema;

/// <summary>The words that a schema gives to who writes policies: types, actions, attributes. What an editor completes.</summary>
/// <param name="Entities">Types of entities, in the order of the schema.</param>
/// <param name="Actions">Actions, in the order of the schema.</param>
public sealed record SchemaWords(IReadOnlyList<EntityWords> Entities, IReadOnlyList<ActionWords> Actions)
{
    private const int DeepestField = 4;

    /// <summary>The words of one schema.</summary>
    public static SchemaWords Of(PolicySchema schema) => new(
        [.. schema.EntityTypes.Select(t => schema.FindEntity(t)!).Select(e => new EntityWords(e.Name, Fields(e.Attributes), e.Tags?.Text))],
        [.. schema.Actions.Select(a => new ActionWords(a.Uid.Type, a.Uid.Id, a.Principals, a.Resources, Fields(a.Context)))]);

    private static FieldWords[] Fields(RecordType record) => [.. All(record, "", DeepestField)];

    private static IEnumerable<FieldWords> All(RecordType record, string before, int depth)
    {
        foreach (var (name, attribute) in record.Fields.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            // A name that is no identifier is read as x["the name"], which no path of names can say.
            if (!CedarText.IsIdentifier(name))
            {
                continue;
            }

            yield return new FieldWords(before + name, attribute.Type is RecordType ? "record" : attribute.Type.Text, attribute.IsRequired);
            if (attribute.Type is RecordType inner && depth > 1)
            {
                foreach (var field in All(inner, $"{before}{name}.", depth - 1))
                {
                    yield return field;
                }
            }
        }
    }
}

/// <summary>A type of entities.</summary>
/// <param name="Name">The type.</param>
/// <param name="Fields">Its attributes.</param>
/// <param name="Tags">The type of its tags; null where it has none.</param>
public sealed record EntityWords(string Name, IReadOnlyList<FieldWords> Fields, string? Tags);

/// <summary>An action.</summary>
/// <param name="Type">The type of actions, with its namespace.</param>
/// <param name="Id">Its id.</param>
/// <param name="Principals">Types of who may be asked about.</param>
/// <param name="Resources">Types of what it may be done to.</param>
/// <param name="Context">What its requests tell.</param>
public sealed record ActionWords(string Type, string Id, IReadOnlyList<string> Principals, IReadOnlyList<string> Resources, IReadOnlyList<FieldWords> Context);

/// <summary>An attribute.</summary>
/// <param name="Path">Its name; names with a dot between inside a record.</param>
/// <param name="Type">Its type as a schema writes it; <c>record</c> for one whose fields follow.</param>
/// <param name="IsRequired">Whether it is always there.</param>
public sealed record FieldWords(string Path, string Type, bool IsRequired);
