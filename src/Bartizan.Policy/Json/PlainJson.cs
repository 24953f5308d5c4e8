using System.Text.Json;
using Bartizan.Core.Results;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Json;

/// <summary>
/// Reads attributes and contexts from JSON that was not written for Cedar: null is no value and is left out, a fraction is a decimal. What Cedar
/// cannot hold at all is an error, because leaving it out could make a policy that forbids by it fail and so be ignored.
/// </summary>
public static class PlainJson
{
    /// <summary>Reads the attributes of an entity of a type.</summary>
    /// <param name="json">The object.</param>
    /// <param name="path">Named in errors.</param>
    /// <param name="type">The entity's type.</param>
    /// <param name="schema">Gives the values' types; what it does not declare is left out.</param>
    /// <param name="leftOut">Receives the names of fields left out.</param>
    /// <exception cref="InputException">A value cannot be one of Cedar's.</exception>
    public static CedarRecord ReadAttributes(JsonElement json, string path, string type, PolicySchema? schema, ICollection<string> leftOut) =>
        ReadRecord(new JsonPlace(json, "", path), schema is null ? null : schema.FindEntity(type)?.Attributes ?? RecordType.Empty, leftOut);

    /// <summary>Reads the context of an action; see <see cref="ReadAttributes"/>.</summary>
    /// <param name="json">The object.</param>
    /// <param name="path">Named in errors.</param>
    /// <param name="action">The action.</param>
    /// <param name="field">A record in the context that the object is, or null where it is the context.</param>
    /// <param name="schema">Gives the values' types; what it does not declare is left out.</param>
    /// <param name="leftOut">Receives the names of fields left out.</param>
    /// <exception cref="InputException">A value cannot be one of Cedar's.</exception>
    public static CedarRecord ReadContext(JsonElement json, string path, EntityUid action, string? field, PolicySchema? schema, ICollection<string> leftOut)
    {
        var type = schema is null ? null : schema.FindContext(action) ?? RecordType.Empty;
        return ReadRecord(new JsonPlace(json, "", path), field is null || type is null ? type : type.Find(field)?.Type as RecordType ?? RecordType.Empty, leftOut);
    }

    private static CedarRecord ReadRecord(JsonPlace place, RecordType? type, ICollection<string> leftOut)
    {
        place.Expect(JsonValueKind.Object, "an object");
        var fields = new List<KeyValuePair<string, CedarValue>>();
        foreach (var (name, value) in place.Fields())
        {
            var declared = type?.Find(name);
            if (value.Kind == JsonValueKind.Null || (type is not null && declared is null))
            {
                leftOut.Add(value.Path);
            }
            else
            {
                fields.Add(new(name, ReadValue(value, declared?.Type)));
            }
        }

        return fields.Count == 0 ? CedarRecord.Empty : new CedarRecord([.. fields]);
    }

    private static CedarValue ReadValue(JsonPlace place, SchemaType? type) => place.Kind switch
    {
        JsonValueKind.Number when IsFraction(place, type) => ReadDecimal(place),
        JsonValueKind.Array => new CedarSet(place.Items("an array").Where(i => i.Kind != JsonValueKind.Null).Select(i => ReadValue(i, (type as SetType)?.Item)).ToArray()),
        JsonValueKind.Object when type is null or RecordType && place.Field("__entity") is null && place.Field("__extn") is null => ReadFields(place, type as RecordType),
        _ => ValueJsonReader.Read(place, type),
    };

    private static CedarRecord ReadFields(JsonPlace place, RecordType? type) => new(place.Fields()
        .Where(f => f.Value.Kind != JsonValueKind.Null)
        .Select(f => KeyValuePair.Create(f.Name, ReadValue(f.Value, type?.Find(f.Name)?.Type)))
        .ToArray());

    private static bool IsFraction(JsonPlace place, SchemaType? type) => type == ExtensionType.Decimal || !place.Element.TryGetInt64(out _);

    private static CedarDecimal ReadDecimal(JsonPlace place)
    {
        var text = place.Element.GetRawText();
        return CedarDecimal.TryParse(text.Contains('.', StringComparison.Ordinal) ? text : text + ".0", out var value)
            ? value
            : throw place.Error("This number is neither a 64-bit integer nor a decimal with one to four digits after the point.", "Send it as text, or in another unit.");
    }
}
