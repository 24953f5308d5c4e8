using System.Text;
using System.Text.Json;
using Bartizan.Identity.AuthZen.Answers;
using Bartizan.Identity.AuthZen.Deciding;
using Bartizan.Identity.AuthZen.Http;

namespace Bartizan.Identity.Tests.AuthZen.Answers;

public sealed class EvaluationJsonTests
{
    private const string Body = """{"subject": {"type": "user", "id": "a", "properties": {"x": null}}, "action": {"name": "read"}, "resource": {"type": "doc", "id": "d"}}""";

    [Theory]
    [InlineData(
        """@id("p") @log("full") permit(principal, action, resource);""",
        """{"decision": true, "context": {"reason_admin": {"200": "Permitted by p."}, "policies": ["p"], "obligations": [{"id": "log", "value": "full", "policy": "p"}], "ignored": ["subject.properties.x"]}}""")]
    [InlineData(
        """@id("f") @message("Ask the owner.") @code("ask_owner") @hold("owner") forbid(principal, action, resource); permit(principal, action, resource);""",
        """{"decision": false, "context": {"reason_admin": {"403": "Denied by f."}, "reason_user": {"403": "Ask the owner."}, "policies": ["f"], "codes": ["ask_owner"], "obligations": [{"id": "hold", "value": "owner", "policy": "f"}], "ignored": ["subject.properties.x"]}}""")]
    [InlineData(
        "",
        """{"decision": false, "context": {"reason_admin": {"403": "No policy permits it."}, "ignored": ["subject.properties.x"]}}""")]
    [InlineData(
        """@id("p") permit(principal, action, resource) when { context.x };""",
        """{"decision": false, "context": {"reason_admin": {"403": "No policy permits it."}, "errors": [{"policy": "p", "message": "The record has no attribute x."}], "ignored": ["subject.properties.x"]}}""")]
    public void A_decision_is_told_with_its_reasons(string policies, string expected)
    {
        var point = Points.Of(policies);
        Equal(expected, Decider.Decide(point, Points.Question(point, Body)));
    }

    [Fact]
    public void And_what_could_not_be_asked_with_why() => Equal("""{"decision": false, "context": {"error": {"status": 400, "message": "subject is missing."}}}""", Decided.Unasked("subject is missing."));

    [Fact]
    public void Lists_are_short_however_much_fails()
    {
        var point = Points.Of(string.Concat(Enumerable.Range(0, 100).Select(i => $"permit(principal, action, resource) when {{ context.x{i} }};")));
        var json = Json(Decider.Decide(point, Points.Question(point, Body))).GetProperty("context");
        Assert.Equal((20, 80), (json.GetProperty("errors").GetArrayLength(), json.GetProperty("errors_left_out").GetInt32()));
    }

    private static void Equal(string expected, Decided decided) => Assert.True(JsonElement.DeepEquals(Points.Json(expected), Json(decided)), Json(decided).GetRawText());

    private static JsonElement Json(Decided decided) => Points.Json(Encoding.UTF8.GetString(Answer.Json(json => EvaluationJson.Write(json, decided))));
}
