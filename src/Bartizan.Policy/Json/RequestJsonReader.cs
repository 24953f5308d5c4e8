using System.Text;
using System.Text.Json;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Json;

/// <summary>Reads requests.</summary>
internal static class RequestJsonReader
{
    private const string Fix = "A request is {\"principal\": …, \"action\": …, \"resource\": …, \"context\": {…}}.";

    public static AuthorizationRequest Read(string json, string file, int line, PolicySchema? schema)
    {
        using var document = JsonInput.Parse(Encoding.UTF8.GetBytes(json), file, firstLine: Math.Max(1, line));
        var place = new JsonPlace(document.RootElement, file, "", line);
        place.Expect(JsonValueKind.Object, "a request");
        var action = ValueJsonReader.ReadUid(place.Require("action", Fix));
        return new AuthorizationRequest(
            ValueJsonReader.ReadUid(place.Require("principal", Fix)),
            action,
            ValueJsonReader.ReadUid(place.Require("resource", Fix)),
            place.Field("context") is { } context ? ValueJsonReader.ReadRecord(context, schema?.FindContext(action)) : CedarRecord.Empty);
    }
}
