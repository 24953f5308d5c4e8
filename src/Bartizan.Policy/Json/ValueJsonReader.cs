using System.Text.Json;
using Bartizan.Policy.Evaluation;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Json;

/// <summary>Reads values: plain JSON, and the escapes <c>{"__entity": …}</c> and <c>{"__extn": …}</c>. Depth is bounded by <see cref="JsonInput.MaxDepth"/>.</summary>
internal static class ValueJsonReader
{
    private const string UidFix = "Write {\"type\": \"Agent\", \"id\": \"x\"} or \"Agent::\\\"x\\\"\".";

    public static CedarValue Read(JsonPlace place) => place.Kind switch
    {
        JsonValueKind.True => CedarBool.True,
        JsonValueKind.False => CedarBool.False,
        JsonValueKind.String => new CedarString(place.Text("a string")),
        JsonValueKind.Number => place.Element.TryGetInt64(out var number)
            ? new CedarLong(number)
            : throw place.Error($"{Short(place.Element.GetRawText())} is not a 64-bit integer.", "Write fractions as {\"__extn\": {\"fn\": \"decimal\", \"arg\": \"1.5\"}}."),
        JsonValueKind.Array => new CedarSet(place.Items("an array").Select(Read).ToArray()),
        JsonValueKind.Object => ReadObject(place),
        _ => throw place.Error("null is not a value.", "Leave the field out."),
    };

    public static CedarRecord ReadRecord(JsonPlace place)
    {
        place.Expect(JsonValueKind.Object, "an object");
        return new CedarRecord(place.Fields().Select(f => new KeyValuePair<string, CedarValue>(f.Name, Read(f.Value))).ToArray());
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
        var type = inner.Require("type", UidFix).Text("the entity's type");
        var id = inner.Require("id", UidFix).Text("the entity's id");
        return IsTypeName(type) ? new EntityUid(type, id) : throw inner.Error($"{Short(type)} is not an entity type.", "Types are names joined by ::, as in Acme::Agent.");
    }

    private static CedarValue ReadObject(JsonPlace place)
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

        return ReadRecord(place);
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
        var value = Extensions.Call(function, arguments);
        return value is Fault fault ? throw place.Error(fault.Message, "") : value;
    }

    private static void RefuseMore(JsonPlace place)
    {
        if (place.Element.EnumerateObject().Count() > 1)
        {
            throw place.Error("Nothing may stand beside __entity or __extn.", "Remove the other fields.");
        }
    }

    private static bool IsTypeName(string type) => type.Split("::").All(CedarText.IsIdentifier);

    private static string Short(string text) => text.Length <= 60 ? text : $"{text.AsSpan(0, 57)}…";
}
