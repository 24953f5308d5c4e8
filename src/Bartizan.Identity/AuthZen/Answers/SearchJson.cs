using System.Text.Json;
using Bartizan.Identity.AuthZen.Searching;

namespace Bartizan.Identity.AuthZen.Answers;

/// <summary>Writes what a search found: <c>{"results", "page"}</c>, types as the caller wrote them.</summary>
internal static class SearchJson
{
    public static void Write(Utf8JsonWriter json, SearchQuery query, SearchFound found, string nextToken)
    {
        json.WriteStartObject();
        json.WriteStartArray("results");
        foreach (var uid in found.Results)
        {
            json.WriteStartObject();
            if (query.Kind == SearchKind.Action)
            {
                json.WriteString("name", uid.Id);
            }
            else
            {
                json.WriteString("type", query.Type);
                json.WriteString("id", uid.Id);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("page");
        json.WriteString("next_token", nextToken);
        json.WriteNumber("count", found.Results.Count);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
