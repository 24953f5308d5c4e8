using System.Text.Json;
using Bartizan.Identity.AuthZen.Configuration;
using Bartizan.Identity.AuthZen.Deciding;
using Bartizan.Identity.AuthZen.Searching;

namespace Bartizan.Identity.Tests.AuthZen.Searching;

public sealed class SearcherTests
{
    private const string Policies = """
        permit(principal, action == Action::"read", resource) when { resource.level < principal.level };
        permit(principal in team::"t1", action in [Action::"read", Action::"write"], resource in folder::"f2");
        permit(principal, action == Action::"write", resource) when { resource.owner == principal };
        forbid(principal, action, resource) when { resource.locked && !(context has mfa && context.mfa) };
        forbid(principal == user::"u3", action == Action::"write", resource);
        """;

    [Theory]
    [InlineData(0)]
    [InlineData(10)] // few: each decided whole
    [InlineData(300)] // many: what is the same for all decided once
    public void A_search_finds_what_evaluations_permit(int records)
    {
        var point = Points.Of(Policies, Entities(records));
        foreach (var user in Enumerable.Range(0, 6))
        {
            foreach (var action in new[] { "read", "write", "burn" })
            {
                foreach (var context in new[] { "{}", """{"mfa": true}""" })
                {
                    var body = $$$"""{"subject": {"type": "user", "id": "u{{{user}}}", "properties": {"level": 3}}, "action": {"name": "{{{action}}}"}, "resource": {"type": "record"}, "context": {{{context}}}}""";
                    var found = All(point, SearchKind.Resource, body).Select(u => u.Id);
                    var permitted = Enumerable.Range(0, records).Select(r => $"r{r}").Where(r => Decider.Decide(point, Points.Question(point, body.Replace("\"record\"", $"\"record\", \"id\": \"{r}\"", StringComparison.Ordinal))).Allowed);
                    Assert.Equal(permitted, found);
                }
            }
        }
    }

    [Fact]
    public void Subjects_too_where_the_resource_is_told_of_and_many_are_candidates()
    {
        var users = string.Join(',', Enumerable.Range(0, 200).Select(i => $$"""{"uid": {"type": "user", "id": "v{{i}}"}, "attrs": {"level": {{i % 7}} } }"""));
        var point = Points.Of("permit(principal, action, resource) when { principal.level > resource.level };", $"[{users}]");
        var body = """{"subject": {"type": "user"}, "action": {"name": "read"}, "resource": {"type": "record", "id": "x", "properties": {"level": 5}}}""";
        Assert.Equal(Enumerable.Range(0, 200).Where(i => i % 7 == 6).Select(i => $"v{i}"), All(point, SearchKind.Subject, body).Select(u => u.Id));
    }

    [Fact]
    public void Actions_are_those_that_policies_name_or_are_stored_or_the_schema_lets_apply()
    {
        const string Body = """{"subject": {"type": "user", "id": "u"}, "resource": {"type": "doc", "id": "d"}}""";
        const string Permits = """permit(principal, action in [Action::"b", Action::"a"], resource); permit(principal, action, resource) when { action == Action::"c" };""";
        Assert.Equal(["b", "a", "c"], All(Points.Of(Permits), SearchKind.Action, Body).Select(a => a.Id));
        Assert.Equal(["b", "a", "c", "d"], All(Points.Of("permit(principal, action, resource);" + Permits, """[{"uid": {"type": "Action", "id": "d"}}]"""), SearchKind.Action, Body).Select(a => a.Id));
        Assert.Equal(["a", "c"], All(Points.Of(Permits, schema: "entity user; entity doc; action a, c, e appliesTo { principal: user, resource: doc }; action b appliesTo { principal: doc, resource: doc };"), SearchKind.Action, Body).Select(a => a.Id));
    }

    [Theory]
    [InlineData("""{"subject": {"type": "user", "id": "u"}, "action": {"name": "read"}, "resource": {"type": "doc"}, "context": {"n": "text"}}""", 1)]
    [InlineData("""{"subject": {"type": "ghost", "id": "u"}, "action": {"name": "read"}, "resource": {"type": "doc"}}""", 1)]
    [InlineData("""{"subject": {"type": "user", "id": "u", "properties": {"age": "old"}}, "action": {"name": "read"}, "resource": {"type": "doc"}}""", 1)]
    [InlineData("""{"subject": {"type": "user", "id": "u"}, "resource": {"type": "doc", "id": "d1"}, "context": {"n": "text"}}""", 2)]
    public void What_does_not_fit_the_schema_finds_nothing(string body, int kind)
    {
        const string Schema = "entity user { age?: Long }; entity doc; action read appliesTo { principal: user, resource: doc, context: { n?: Long } };";
        var point = Points.Of("permit(principal, action, resource);", """[{"uid": {"type": "doc", "id": "d1"}}]""", Schema);
        Assert.Empty(All(point, (SearchKind)kind, body));
        Assert.Single(All(point, (SearchKind)kind, body.Replace("\"text\"", "1", StringComparison.Ordinal).Replace("ghost", "user", StringComparison.Ordinal).Replace("\"old\"", "7", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_request_looks_at_more_candidates_than_allowed()
    {
        var point = Points.Of("permit(principal, action, resource) when { resource.locked };", Entities(25), options: Points.Options with { Limits = new() { Candidates = 10 } });
        var query = Query(point, SearchKind.Resource, """{"subject": {"type": "user", "id": "u0"}, "action": {"name": "read"}, "resource": {"type": "record"}}""");
        var pages = new List<SearchFound>();
        for (int? at = 0; at is { } from; at = pages[^1].Next)
        {
            pages.Add(Searcher.Find(point, query, from, 100, CancellationToken.None));
        }

        Assert.Equal([10, 10, 5], pages.Select(p => p.Examined));
        Assert.Equal(["r0", "r11", "r22"], pages.SelectMany(p => p.Results).Select(r => r.Id));
    }

    private static SearchQuery Query(DecisionPoint point, SearchKind kind, string body) => SearchQuery.Read(kind, point, Points.Reader(point, body), Points.Json(body));

    private static IReadOnlyList<Policy.EntityUid> All(DecisionPoint point, SearchKind kind, string body) =>
        Searcher.Find(point, Query(point, kind, body), 0, int.MaxValue, CancellationToken.None).Results;

    private static string Entities(int records) => JsonSerializer.Serialize(
        Enumerable.Range(0, 6).Select(i => (object)new { uid = new { type = "user", id = $"u{i}" }, parents = new[] { new { type = "team", id = $"t{i % 3}" } } })
            .Concat(Enumerable.Range(0, records).Select(i => new
            {
                uid = new { type = "record", id = $"r{i}" },
                attrs = new { level = i % 5, locked = i % 11 == 0, owner = new { __entity = new { type = "user", id = $"u{i % 7}" } } },
                parents = new[] { new { type = "folder", id = $"f{i % 4}" } },
            })));
}
