using System.Text.Json;
using Bartizan.Policy.Evaluation;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Json;

/// <summary>Reads values: plain JSON, and the escapes <c>{"__entity": …}</c> and <c>{"__extn": …}</c>. Depth is bounded by <see cref="JsonInput.MaxDepth"/>.</summary>
internal static class ValueJsonReader
{
    private const string UidFix = "Write {\"type\": \"Agent\", \"id\": \"x\"} or \"Agent::\\\"x\\\"\".";

    public static CedarValue Read(JsonPlace place) => Read(place, null);

    /// <summary>Reads a value of which a schema may know the type, so that entities and extension values may be written plainly.</summary>
    public static CedarValue Read(JsonPlace place, SchemaType? type) => place.Kind switch
    {
        JsonValueKind.True => CedarBool.True,
        JsonValueKind.False => CedarBool.False,
        JsonValueKind.String when type is ExtensionType extension => Checked(place, Extensions.Call(extension.Constructor, [new CedarString(place.Text("a string"))])),
        JsonValueKind.String => new CedarString(place.Text("a string")),
        JsonValueKind.Number => place.Element.TryGetInt64(out var number)
            ? new CedarLong(number)
            : throw place.Error($"{Short(place.Element.GetRawText())} is not a 64-bit integer.", "Write fractions as {\"__extn\": {\"fn\": \"decimal\", \"arg\": \"1.5\"}}."),
        JsonValueKind.Array => new CedarSet(place.Items("an array").Select(item => Read(item, (type as SetType)?.Item)).ToArray()),
        JsonValueKind.Object when type is EntityType => new CedarEntity(ReadUid(place)),
        JsonValueKind.Object when type is ExtensionType && place.Field("fn") is not null => ReadExtension(place),
        JsonValueKind.Object => ReadObject(place, type as RecordType),
        _ => throw place.Error("null is not a value.", "Leave the field out."),
    };

    public static CedarRecord ReadRecord(JsonPlace place, RecordType? type = null) => ReadRecord(place, name => type?.Find(name)?.Type);

    /// <summary>Reads a record whose fields may have known types.</summary>
    public static CedarRecord ReadRecord(JsonPlace place, Func<string, SchemaType?> typeOf)
    {
        place.Expect(JsonValueKind.Object, "an object");
        return new CedarRecord(place.Fields().Select(f => new KeyValuePair<string, CedarValue>(f.Name, Read(f.Value, typeOf(f.Name)))).ToArray());
    }

    /// <summary>An entity's name as <c>{"type", "id"}</c>, the same inside <c>__entity</c>, or Cedar text.</summary>
    public static EntityUid ReadUid(JsonPlace place)
    {
        if (place.Kind == JsonValueKind.String)
        {
            return Parser.TryParseEntityUid(place.Text("an entity"), out var uid) ? uid : throw place.Error("This is no entity.", UidFix);
        }

        place.Expect(JsonValueKind.Object, "an entity");
        var inner = place.Field("__entity") ?? place;
        return new EntityUid(ReadType(inner.Require("type", UidFix)), inner.Require("id", UidFix).Text("the entity's id"));
    }

    public static string ReadType(JsonPlace place)
    {
        var type = place.Text("the entity's type");
        return type.Split("::").All(CedarText.IsIdentifier) ? type : throw place.Error($"{Short(type)} is not an entity type.", "Types are names joined by ::, as in Acme::Agent.");
    }

    private static CedarValue ReadObject(JsonPlace place, RecordType? type)
    {
        if (place.Field("__entity") is { } entity)
        {
            RefuseMore(place);
            return new CedarEntity(ReadUid(entity));
        }

        if (place.Field("__extn") is { } extension)
        {
            RefuseMore(place);
            return ReadExtension(extension);
        }

        return ReadRecord(place, type);
    }

    private static CedarValue ReadExtension(JsonPlace place)
    {
        var name = place.Require("fn", "Write {\"fn\": \"ip\", \"arg\": \"10.0.0.1\"}.").Text("a function's name");
        if (!ExtensionFunctions.TryFind(name, out var function))
        {
            throw place.Error($"There is no extension function {Short(name)}.", $"The functions are {string.Join(", ", ExtensionFunctions.Functions)}.");
        }

        CedarValue[] arguments = place.Field("args") is { } args
            ? [.. args.Items("an array of arguments").Select(Read)]
            : [Read(place.Require("arg", "Write {\"fn\": \"ip\", \"arg\": \"10.0.0.1\"}."))];
        return Checked(place, Extensions.Call(function, arguments));
    }

    private static CedarValue Checked(JsonPlace place, CedarValue value) => value is Fault fault ? throw place.Error(fault.Message, "") : value;

    private static void RefuseMore(JsonPlace place)
    {
        if (place.Element.EnumerateObject().Count() > 1)
        {
            throw place.Error("Nothing may stand beside __entity or __extn.", "Remove the other fields.");
        }
    }

    private static string Short(string text) => text.Length <= 60 ? text : $"{text.AsSpan(0, 57)}…";
}
