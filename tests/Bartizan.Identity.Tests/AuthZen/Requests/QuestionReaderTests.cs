using Bartizan.Core.Results;
using Bartizan.Policy;

namespace Bartizan.Identity.Tests.AuthZen.Requests;

public sealed class QuestionReaderTests
{
    private const string Full = """
        {"subject": {"type": "user", "id": "a", "properties": {"age": 7, "score": 0.5, "none": null}},
         "action": {"name": "read", "properties": {"soft": true}},
         "resource": {"type": "doc", "id": "d"},
         "context": {"ip": "10.0.0.1", "tags": ["x", "y"], "action": "spoof"}, "more": 1}
        """;

    [Fact]
    public void Every_part_becomes_cedar()
    {
        var question = Points.Question(Points.Of(""), Full);
        Assert.Equal(new EntityUid("user", "a"), question.Subject.Uid);
        Assert.Equal("""{age: 7, score: decimal("0.5")}""", question.Subject.Told.ToString());
        Assert.Equal(new EntityUid("Action", "read"), question.Action);
        Assert.Equal(new EntityUid("doc", "d"), question.Resource.Uid);
        Assert.Equal("""{action: {soft: true}, ip: "10.0.0.1", tags: ["x", "y"]}""", question.Context.ToString());
        Assert.Equal(["subject.properties.none", "context.action"], question.Ignored);
    }

    [Fact]
    public void A_namespace_goes_before_types_and_actions()
    {
        var question = Points.Question(Points.Of("", options: Points.Options with { Namespace = "Acme" }), Full);
        Assert.Equal(("Acme::user", "Acme::Action", "Acme::doc"), (question.Subject.Uid.Type, question.Action.Type, question.Resource.Uid.Type));
    }

    [Fact]
    public void Who_may_not_tell_tells_nothing()
    {
        var question = Points.Question(Points.Of(""), Full, mayTell: false);
        Assert.Equal(0, question.Subject.Told.Count);
        Assert.Contains("subject.properties", question.Ignored);
    }

    [Fact]
    public void A_schema_gives_values_their_types_and_leaves_out_what_it_does_not_declare()
    {
        const string Schema = """
            entity user { boss?: user, score?: decimal, home?: ipaddr };
            entity doc;
            action read appliesTo { principal: user, resource: doc, context: { from?: ipaddr, action?: { soft?: Bool } } };
            """;
        var question = Points.Question(Points.Of("", schema: Schema), """
            {"subject": {"type": "user", "id": "a", "properties": {"boss": {"type": "user", "id": "b"}, "score": 3, "home": "10.0.0.1", "other": 1}},
             "action": {"name": "read", "properties": {"soft": true, "loud": true}}, "resource": {"type": "doc", "id": "d", "properties": {"x": 1}}, "context": {"from": "10.0.0.2", "x": 1}}
            """);
        Assert.Equal("""{boss: user::"b", home: ip("10.0.0.1"), score: decimal("3.0")}""", question.Subject.Told.ToString());
        Assert.Equal("""{action: {soft: true}, from: ip("10.0.0.2")}""", question.Context.ToString());
        Assert.Equal(["subject.properties.other", "resource.properties.x", "context.x", "action.properties.loud"], question.Ignored);
    }

    [Fact]
    public void An_evaluation_takes_from_the_top_what_it_does_not_say()
    {
        const string Top = """{"subject": {"type": "user", "id": "a", "properties": {"x": 1}}, "action": {"name": "read"}, "resource": {"type": "doc", "id": "d", "properties": {"y": 1}}, "context": {"z": 1}}""";
        var reader = Points.Reader(Points.Of(""), Top);
        var same = reader.Read(Points.Json("{}"));
        Assert.Equal(("user::\"a\"", "{x: 1}", "{y: 1}", "{action: {}, z: 1}"), (same.Subject.Uid.ToString(), same.Subject.Told.ToString(), same.Resource.Told.ToString(), same.Context.ToString()));

        var other = reader.Read(Points.Json("""{"subject": {"id": "b"}, "action": {"name": "write"}, "context": {}}"""));
        Assert.Equal(("user::\"b\"", "{}", "Action::\"write\"", "{action: {}}"), (other.Subject.Uid.ToString(), other.Subject.Told.ToString(), other.Action.ToString(), other.Context.ToString()));
    }

    [Theory]
    [InlineData("""{"action": {"name": "read"}, "resource": {"type": "doc", "id": "d"}}""", "subject is missing.")]
    [InlineData("""{"subject": {"type": "user", "id": "a"}, "action": {"name": "read"}, "resource": {"type": "doc"}}""", "resource.id is missing.")]
    [InlineData("""{"subject": {"type": "user", "id": "a"}, "action": "read", "resource": {"type": "doc", "id": "d"}}""", "action must be an object.")]
    [InlineData("""{"subject": {"type": "user", "id": "a", "properties": 1}, "action": {"name": "read"}, "resource": {"type": "doc", "id": "d"}}""", "subject.properties must be an object.")]
    [InlineData("""{"subject": {"type": "user", "id": "a"}, "action": {"name": "read"}, "resource": {"type": "doc", "id": "d"}, "context": []}""", "context must be an object.")]
    [InlineData("""{"subject": {"type": "user", "id": "a", "properties": {"n": 1e99}}, "action": {"name": "read"}, "resource": {"type": "doc", "id": "d"}}""", "subject.properties.n: This number")]
    public void What_is_wrong_is_told_with_its_field(string body, string what) =>
        Assert.StartsWith(what, Assert.Throws<InputException>(() => Points.Question(Points.Of(""), body)).Errors[0].What, StringComparison.Ordinal);
}
