using System.Text.Json;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Schema;

namespace Bartizan.Policy.Tests.Corpus;

/// <summary>One test of a corpus: policies, entities, and requests with what the reference answered.</summary>
internal sealed record CorpusCase(string Name, PolicySchema Schema, PolicySet Policies, EntityStore Entities, IReadOnlyList<CorpusRequest> Requests)
{
    /// <summary>Whether the reference validates the policies in strict mode; null where its versions disagree.</summary>
    public bool? Validates { get; init; }

    /// <summary>What differs from the reference, one line a request.</summary>
    public IEnumerable<string> Differences()
    {
        var engine = new PolicyEngine(Policies);
        foreach (var (expected, i) in Requests.Select((r, i) => (r, i)))
        {
            var answer = engine.Authorize(expected.Request, Entities);
            var given = Describe(answer.Allowed, answer.Reasons, answer.Errors.Select(e => e.PolicyId));
            var wanted = Describe(expected.Allowed, expected.Reasons, expected.Errors);
            if (given != wanted)
            {
                yield return $"{Name}[{i}]: expected {wanted}, got {given} {string.Join(" | ", answer.Errors)}";
            }
        }
    }

    private static string Describe(bool allowed, IEnumerable<string> reasons, IEnumerable<string> errors) =>
        $"{(allowed ? "allow" : "deny")} by [{string.Join(' ', reasons.Order())}] errors [{string.Join(' ', errors.Order())}]";
}

/// <summary>A request and its expected answer.</summary>
internal sealed record CorpusRequest(AuthorizationRequest Request, bool Allowed, IReadOnlyList<string> Reasons, IReadOnlyList<string> Errors)
{
    public static CorpusRequest Read(JsonElement json, PolicySchema schema) => new(
        AuthorizationRequest.FromJson(json.GetRawText(), schema: schema),
        json.GetProperty("decision").GetString() == "allow",
        Ids(json.GetProperty("reason")),
        Ids(json.GetProperty("errors")));

    private static string[] Ids(JsonElement json) => [.. json.EnumerateArray().Select(e => e.GetString()!)];
}
