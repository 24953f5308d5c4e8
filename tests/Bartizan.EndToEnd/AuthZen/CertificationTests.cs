using System.Net;
using System.Text.Json;
using Bartizan.EndToEnd.Processes;

namespace Bartizan.EndToEnd.AuthZen;

/// <summary>The certification scenario of the Authorization API 1.0, level by level, against the real program. Anonymous, as its harness asks.</summary>
public sealed class CertificationTests(CertificationTests.Subject subject) : IClassFixture<CertificationTests.Subject>
{
    private const string Evaluation = "/access/v1/evaluation";
    private const string Evaluations = "/access/v1/evaluations";
    private const string Url = "https://pdp.example.com";

    private readonly Pdp _pdp = subject.Pdp;

    [Fact]
    public async Task Basic_core()
    {
        await DecidesAsync(true, User("alice"), Action("read"), Record("record-1"));
        await DecidesAsync(true, User("alice"), Action("write"), Record("record-1"));
        await DecidesAsync(true, User("bob"), Action("read"), Record("record-1"));
        await DecidesAsync(false, User("bob"), Action("write"), Record("record-1"));
        await DecidesAsync(true, User("alice"), Action("read"), Record("record-1"), """ "context": {"time": "2026-01-27T18:03-07:00", "ip": "192.168.1.1"} """);
        await DecidesAsync(true, User("alice", """{"department": "Sales", "role": "manager"}"""), Action("read", """{"method": "GET"}"""), Record("record-1", """{"status": "active", "owner": "bob"}"""));
        await DecidesAsync(true, User("alice"), Action("read"), Record("record-1"), """ "foo": "bar", "futureField": {"nested": true} """);
        for (var again = 0; again < 5; again++)
        {
            await DecidesAsync(false, User("bob"), Action("write"), Record("record-1"));
        }
    }

    [Fact]
    public async Task Basic_properties()
    {
        await DecidesAsync(false, User("alice"), Action("write"), Record("record-2", """{"status": "archived"}"""));
        await DecidesAsync(true, User("bob", """{"role": "admin"}"""), Action("write"), Record("record-2", """{"status": "archived"}"""));
        await DecidesAsync(true, User("alice"), Action("delete", """{"soft": true}"""), Record("record-1"));
        await DecidesAsync(false, User("alice"), Action("delete", """{"soft": false}"""), Record("record-1"));
    }

    [Fact]
    public async Task Properties_count_for_what_is_not_stored()
    {
        await DecidesAsync(false, User("alice"), Action("write"), Record("record-3", """{"status": "archived"}"""));
        await DecidesAsync(true, User("alice"), Action("write"), Record("record-3", """{"status": "active"}"""));
        await DecidesAsync(true, User("carol", """{"role": "admin"}"""), Action("write"), Record("record-3", """{"status": "archived"}"""));
        await DecidesAsync(false, User("carol", """{"role": "clerk"}"""), Action("write"), Record("record-3", """{"status": "archived"}"""));
    }

    [Theory]
    [InlineData("""{"action": {"name": "read"}, "resource": {"type": "record", "id": "record-1"}}""")]
    [InlineData("""{"subject": {"type": "user", "id": "alice"}, "resource": {"type": "record", "id": "record-1"}}""")]
    [InlineData("""{"subject": {"type": "user", "id": "alice"}, "action": {"name": "read"}}""")]
    [InlineData("""{"subject": {"id": "alice"}, "action": {"name": "read"}, "resource": {"type": "record", "id": "record-1"}}""")]
    [InlineData("""{"subject": {"type": "user"}, "action": {"name": "read"}, "resource": {"type": "record", "id": "record-1"}}""")]
    [InlineData("""{"subject": {"type": "user", "id": "alice"}, "action": {}, "resource": {"type": "record", "id": "record-1"}}""")]
    [InlineData("""{"subject": {"type": "user", "id": "alice"}, "action": {"name": "read"}, "resource": {"id": "record-1"}}""")]
    [InlineData("""{"subject": {"type": "user", "id": "alice"}, "action": {"name": "read"}, "resource": {"type": "record"}}""")]
    [InlineData("""{"subject": "alice", "action": {"name": "read"}, "resource": {"type": "record", "id": "record-1"}}""")]
    [InlineData("""{"subject": {"type": "user", "id": "alice"}, "action": {"name": 123}, "resource": {"type": "record", "id": "record-1"}}""")]
    [InlineData("""{"subject": """)]
    [InlineData("")]
    public async Task Basic_core_refuses(string body)
    {
        var answer = await _pdp.PostAsync(Evaluation, body);
        Assert.Equal((HttpStatusCode.BadRequest, "text/plain"), (answer.Status, answer.Type));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("")]
    public async Task Basic_core_refuses_other_content_types(string type) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await _pdp.PostAsync(Evaluation, Body(User("alice"), Action("read"), Record("record-1")), type: type)).Status);

    [Fact]
    public async Task The_request_id_comes_back_on_answers_and_errors()
    {
        const string Id = "bfe9eb29-ab87-4ca3-be83-a1d5d8305716";
        foreach (var (body, status) in new[] { (Body(User("alice"), Action("read"), Record("record-1")), HttpStatusCode.OK), ("{}", HttpStatusCode.BadRequest) })
        {
            var answer = await _pdp.PostAsync(Evaluation, body, headers: ("X-Request-ID", Id));
            Assert.Equal((status, Id), (answer.Status, answer.Headers["X-Request-ID"]));
        }

        Assert.DoesNotContain("X-Request-ID", (await _pdp.PostAsync(Evaluation, "{}")).Headers.Keys);
    }

    [Fact]
    public async Task Batch_core()
    {
        Assert.Equal([true, true], await BatchAsync(User("alice"), Action("read"), $$""" "evaluations": [{ {{Record("record-1")}} }, { {{Record("record-2")}} }] """));
        Assert.Equal([true, false], await BatchAsync(User("bob"), Record("record-1"), $$""" "evaluations": [{ {{Action("read")}} }, { {{Action("write")}} }] """));
        Assert.Equal([true, false], await BatchAsync($$""" "evaluations": [ {{Body(User("alice"), Action("read"), Record("record-1"))}}, {{Body(User("bob"), Action("write"), Record("record-1"))}} ] """));
        Assert.Equal([true, true], await BatchAsync(
            User("alice"), Action("read"), """ "context": {"time": "a"} """, $$""" "evaluations": [{ {{Record("record-1")}} }, { {{Record("record-2")}}, "context": {"time": "b", "source": "batch"} }] """));
        Assert.Equal([true, false], await BatchAsync(User("alice"), Action("read"), $$""" "evaluations": [{ {{Record("record-1")}} }, {}] """));
        foreach (var evaluations in new[] { "", """, "evaluations": [] """ })
        {
            var answer = await _pdp.PostAsync(Evaluations, $$"""{ {{User("alice")}}, {{Action("read")}}, {{Record("record-1")}} {{evaluations}} }""");
            Assert.True(answer.Decision);
        }
    }

    [Fact]
    public async Task Batch_properties()
    {
        Assert.Equal([true, false], await BatchAsync(
            User("alice"), Action("write"), $$""" "evaluations": [{ {{Record("record-1", """{"status": "active"}""")}} }, { {{Record("record-2", """{"status": "archived"}""")}} }] """));
        Assert.Equal([false, true], await BatchAsync(
            Action("write"), Record("record-2", """{"status": "archived"}"""), $$""" "evaluations": [{ {{User("alice")}} }, { {{User("bob", """{"role": "admin"}""")}} }] """));
        Assert.Equal([true, false], await BatchAsync(
            User("alice"), Action("write"), """ "resource": {"type": "record"} """,
            $$""" "evaluations": [{"resource": {"id": "record-1", "properties": {"status": "active"} } }, { {{Record("record-2", """{"status": "archived"}""")}} }] """));
    }

    [Theory]
    [InlineData("execute_all", new[] { true, false, true })]
    [InlineData("deny_on_first_deny", new[] { true, false })]
    [InlineData("permit_on_first_permit", new[] { true })]
    public async Task Batch_semantics(string semantic, bool[] expected) => Assert.Equal(expected, await BatchAsync(
        User("bob"), Record("record-1"), $$""" "options": {"evaluations_semantic": "{{semantic}}", "other": 1} """,
        $$""" "evaluations": [{ {{Action("read")}} }, { {{Action("write")}} }, { {{Action("read")}} }] """));

    [Fact]
    public async Task Search_core()
    {
        Assert.Equal(["user/alice", "user/bob"], await SearchAsync("subject", """ "subject": {"type": "user"} """, Action("read"), Record("record-1")));
        Assert.Equal(["record/record-1", "record/record-2"], await SearchAsync("resource", User("alice"), Action("read"), """ "resource": {"type": "record"} """));
        Assert.Equal(["read", "write"], await SearchAsync("action", User("alice"), Record("record-1")));
        Assert.Equal(["user/alice", "user/bob"], await SearchAsync("subject", """ "subject": {"type": "user", "id": "ignored"} """, Action("read"), Record("record-1"), """ "context": {"a": 1} """));
        Assert.Equal([], await SearchAsync("action", User("nobody"), """ "resource": {"type": "spaceship", "id": "x"} """));
        Assert.Equal([], await SearchAsync("subject", """ "subject": {"type": "spaceship"} """, Action("read"), Record("record-1")));
    }

    [Fact]
    public async Task Search_properties()
    {
        Assert.Contains("user/bob", await SearchAsync("subject", """ "subject": {"type": "user"} """, Action("write"), Record("record-2", """{"status": "archived"}""")));
        Assert.Contains("record/record-2", await SearchAsync("resource", User("bob", """{"role": "admin"}"""), Action("write"), """ "resource": {"type": "record"} """));
        Assert.Contains("write", await SearchAsync("action", User("bob", """{"role": "admin"}"""), Record("record-2", """{"status": "archived"}""")));
    }

    [Theory]
    [InlineData("subject", """{"subject": {"type": "user"}, "resource": {"type": "record", "id": "record-1"}}""")]
    [InlineData("resource", """{"action": {"name": "read"}, "resource": {"type": "record"}}""")]
    [InlineData("action", """{"subject": {"type": "user", "id": "alice"}}""")]
    [InlineData("subject", """{"subject": {"type": "user"}, "action": {"name": "read"}, "resource": {"type": "record"}}""")]
    [InlineData("resource", """{"subject": {"type": "user"}, "action": {"name": "read"}, "resource": {"type": "record"}}""")]
    public async Task Search_core_refuses(string kind, string body) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await _pdp.PostAsync("/access/v1/search/" + kind, body)).Status);

    [Fact]
    public async Task Search_pages()
    {
        string Query(string page) => Body(""" "subject": {"type": "user"} """, Action("read"), Record("record-1"), page);
        var first = await _pdp.PostAsync("/access/v1/search/subject", Query(""" "page": {"limit": 1} """));
        Assert.Equal(["user/alice"], first.Results);
        Assert.NotEqual("", first.NextToken);
        var second = await _pdp.PostAsync("/access/v1/search/subject", Query($$""" "page": {"token": "{{first.NextToken}}"} """));
        Assert.Equal(["user/bob"], second.Results);
        Assert.Equal("", second.NextToken);
    }

    [Fact]
    public async Task Discovery()
    {
        var answer = await _pdp.GetAsync("/.well-known/authzen-configuration");
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.Status, answer.Type));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["policy_decision_point"] = Url,
                ["access_evaluation_endpoint"] = Url + "/access/v1/evaluation",
                ["access_evaluations_endpoint"] = Url + "/access/v1/evaluations",
                ["search_subject_endpoint"] = Url + "/access/v1/search/subject",
                ["search_resource_endpoint"] = Url + "/access/v1/search/resource",
                ["search_action_endpoint"] = Url + "/access/v1/search/action",
            },
            JsonSerializer.Deserialize<Dictionary<string, string>>(answer.Text));
    }

    private static string Body(params string[] fields) => $$"""{ {{string.Join(',', fields)}} }""";

    private static string User(string id, string? properties = null) => Entity("subject", "user", id, properties);

    private static string Record(string id, string? properties = null) => Entity("resource", "record", id, properties);

    private static string Entity(string role, string type, string id, string? properties) =>
        $$""" "{{role}}": {"type": "{{type}}", "id": "{{id}}" {{(properties is null ? "" : ", \"properties\": " + properties)}} } """;

    private static string Action(string name, string? properties = null) =>
        $$""" "action": {"name": "{{name}}" {{(properties is null ? "" : ", \"properties\": " + properties)}} } """;

    private async Task DecidesAsync(bool expected, params string[] fields)
    {
        var answer = await _pdp.PostAsync(Evaluation, Body(fields));
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.Status, answer.Type));
        Assert.True(answer.Decision == expected, answer.Text);
    }

    private async Task<IEnumerable<bool>> BatchAsync(params string[] fields)
    {
        var answer = await _pdp.PostAsync(Evaluations, Body(fields));
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        Assert.False(answer.Json.TryGetProperty("decision", out _));
        return answer.Decisions;
    }

    private async Task<IEnumerable<string>> SearchAsync(string kind, params string[] fields)
    {
        var answer = await _pdp.PostAsync("/access/v1/search/" + kind, Body(fields));
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Results;
    }

    /// <summary>What is certified.</summary>
    public sealed class Subject : IAsyncLifetime, IDisposable
    {
        private readonly TempFolder _folder = new();

        internal Pdp Pdp { get; private set; } = null!;

        public async Task InitializeAsync() => Pdp = await Pdp.StartAsync(_folder, $"""
            policies: ['{Pdp.Scenario("certification")}']
            entities: '{Pdp.Scenario("certification", "entities.json")}'
            anonymous: true
            attributesFrom: ["*"]
            url: {Url}
            """);

        public async Task DisposeAsync() => await Pdp.DisposeAsync();

        public void Dispose() => _folder.Dispose();
    }
}
