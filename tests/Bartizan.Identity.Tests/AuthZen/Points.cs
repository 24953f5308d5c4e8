using System.Text.Json;
using Bartizan.Identity.AuthZen.Configuration;
using Bartizan.Identity.AuthZen.Requests;
using Bartizan.Policy;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Schema;

namespace Bartizan.Identity.Tests.AuthZen;

/// <summary>Decision points made of texts.</summary>
internal static class Points
{
    public static readonly AuthZenOptions Options = new() { Policies = ["x"], Callers = ["test-agent"], AttributesFrom = ["test-agent"] };

    public static DecisionPoint Of(string policies, string entities = "[]", string? schema = null, AuthZenOptions? options = null)
    {
        var parsed = schema is null ? null : PolicySchema.Parse(schema, "s.cedarschema");
        return DecisionPoint.Compile(options ?? Options, new(PolicySet.Parse(policies, "p.cedar"), EntityStore.FromJson(entities, "e.json", parsed), parsed, "digest"));
    }

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    public static QuestionReader Reader(DecisionPoint point, string body, bool mayTell = true) => new(point, mayTell, Json(body));

    public static Question Question(DecisionPoint point, string body, bool mayTell = true) => Reader(point, body, mayTell).Read(Json(body));
}
