using Bartizan.Core.Results;
using Bartizan.Core.Text;
using Bartizan.Policy.Entities;
using Bartizan.Policy.History;
using Bartizan.Policy.Schema;

namespace Bartizan.Policy.Validation;

/// <summary>Checks requests, and the entities they are decided against, against a schema.</summary>
public static class RequestValidator
{
    /// <summary>What in a request the schema does not allow; nothing where it fits. What it tells about the past no schema declares.</summary>
    public static IReadOnlyList<InputError> Validate(AuthorizationRequest request, PolicySchema schema)
    {
        if (schema.FindAction(request.Action) is not { } action)
        {
            return [new InputError($"action: The schema has no action {Findings.Short(request.Action.ToString())}.", NearestName.Hint(request.Action.Id, schema.Actions.Select(a => a.Uid.Id)) ?? "")];
        }

        var values = new ValueMismatches(schema);
        return
        [
            .. CheckUid("principal", request.Principal, action.Principals, action, values),
            .. CheckUid("resource", request.Resource, action.Resources, action, values),
            .. values.Find("context.", HistoryContext.Without(request.Context), action.Context).Select(Error),
        ];
    }

    /// <summary>What in the entities the schema does not allow; nothing where they fit.</summary>
    public static IReadOnlyList<InputError> Validate(EntityStore entities, PolicySchema schema)
    {
        var values = new ValueMismatches(schema);
        return [.. entities.Entities.SelectMany(entity => Validate(entity, schema, values))];
    }

    /// <summary>What in one entity the schema does not allow; nothing where it fits.</summary>
    public static IReadOnlyList<InputError> Validate(Entity entity, PolicySchema schema) => [.. Validate(entity, schema, new ValueMismatches(schema))];

    private static IEnumerable<InputError> Validate(Entity entity, PolicySchema schema, ValueMismatches values) =>
        Check(entity, schema, values).Select(m => Error((entity.Uid.ToString() + m.Path, m.What)));

    private static IEnumerable<InputError> CheckUid(
        string name, EntityUid uid, IReadOnlyList<string> types, ActionDeclaration action, ValueMismatches values)
    {
        if (values.Unknown(uid) is { } what)
        {
            yield return new InputError($"{name}: {what}");
        }
        else if (!types.Contains(uid.Type, StringComparer.Ordinal))
        {
            yield return new InputError(
                $"{name}: {action.Uid} does not apply to {uid.Type}.", types.Count == 0 ? "It applies to nothing; it is a group of actions." : $"It applies to {string.Join(", ", types)}.");
        }
    }

    private static IEnumerable<(string Path, string What)> Check(Entity entity, PolicySchema schema, ValueMismatches values)
    {
        if (values.Unknown(entity.Uid) is { } what)
        {
            yield return ("", what);
            yield break;
        }

        foreach (var parent in entity.Parents.Where(p => !MayBelong(entity.Uid, p, schema)))
        {
            yield return ("", $"The schema does not let it belong to {Findings.Short(parent.ToString())}.");
        }

        var declared = schema.FindEntity(entity.Uid.Type);
        foreach (var mismatch in values.Find(".", entity.Attributes, declared?.Attributes ?? RecordType.Empty))
        {
            yield return mismatch;
        }

        foreach (var (tag, value) in entity.Tags.Fields)
        {
            var path = $" tag {tag}";
            foreach (var mismatch in declared?.Tags is { } type ? values.Find(path, value, type) : [(path, "The schema does not let it have tags.")])
            {
                yield return mismatch;
            }
        }
    }

    // An entity of one type may belong to one of another through entities that the store does not hold, so indirect parents will do.
    private static bool MayBelong(EntityUid uid, EntityUid parent, PolicySchema schema) => schema.FindAction(uid) is null
        ? schema.FindEntity(uid.Type)!.Parents.Contains(parent.Type, StringComparer.Ordinal) || (uid.Type != parent.Type && schema.MayBeIn(uid.Type, parent.Type))
        : schema.IsActionIn(uid, parent);

    private static InputError Error((string Path, string What) mismatch) => new($"{mismatch.Path}: {mismatch.What}");
}
