using System.Text.Json;
using Bartizan.Core.Results;
using Bartizan.Identity.AuthZen.Requests;
using Bartizan.Policy;

namespace Bartizan.Identity.AuthZen.Searching;

/// <summary>Which page a caller wants.</summary>
/// <param name="Limit">Results at most.</param>
/// <param name="Token">Where to go on, or null for the beginning.</param>
internal sealed record SearchPage(int Limit, string? Token)
{
    /// <summary>Reads the field <c>page</c>.</summary>
    /// <exception cref="InputException">It is not one.</exception>
    public static SearchPage Read(JsonElement body, int most)
    {
        if (Json.Field(body, "page") is not { } given)
        {
            return new(most, null);
        }

        var page = Json.Object(given, "page");
        var limit = Json.Field(page, "limit") switch
        {
            null => most,
            { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var wanted) && wanted > 0 => (int)Math.Min(wanted, most),
            _ => throw Json.Wrong("page.limit", "a whole number above 0"),
        };
        var token = Json.Field(page, "token") switch
        {
            null => null,
            { ValueKind: JsonValueKind.String } text => Json.Text(text, "page.token"),
            _ => throw Json.Wrong("page.token", "a string"),
        };
        return new(limit, token is "" ? null : token);
    }
}

/// <summary>What a search found.</summary>
/// <param name="Results">What is allowed, in order.</param>
/// <param name="Examined">Candidates looked at.</param>
/// <param name="Next">The candidate at which the next page begins, or null at the end.</param>
internal sealed record SearchFound(IReadOnlyList<EntityUid> Results, int Examined, int? Next);
