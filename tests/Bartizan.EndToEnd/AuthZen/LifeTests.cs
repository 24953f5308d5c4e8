using System.Net;
using System.Text.Json;
using Bartizan.EndToEnd.Processes;

namespace Bartizan.EndToEnd.AuthZen;

/// <summary>Recording, kill -9, reload and refusal of wrong configurations.</summary>
public sealed class LifeTests
{
    private const string Evaluation = "/access/v1/evaluation";
    private const string Read = """{"subject": {"type": "user", "id": "alice", "properties": {"badge": "hidden-value-1"}}, "action": {"name": "read", "properties": {"way": "hidden-value-2"}}, "resource": {"type": "record", "id": "record-1"}, "context": {"place": "hidden-value-3"}}""";

    [Fact]
    public async Task Killed_right_after_an_answer_it_has_recorded_the_decisions_and_nothing_that_was_told()
    {
        using var folder = new TempFolder();
        const int Rounds = 5;
        for (var round = 0; round < Rounds; round++)
        {
            await using var pdp = await Pdp.StartAsync(folder, Certification("callers: [demo]\nattributesFrom: [demo]"));
            Assert.True((await pdp.PostAsync(Evaluation, Read, headers: ("X-Request-ID", $"round-{round}"))).Decision);
            await pdp.Process.KillAsync();
        }

        await using (var pdp = await Pdp.StartAsync(folder, Certification("callers: [demo]")))
        {
            await pdp.PostAsync("/access/v1/evaluations", """{"action": {"name": "read"}, "resource": {"type": "record", "id": "record-1"}, "evaluations": [{"subject": {"type": "user", "id": "alice"}}, {}, {"subject": {"type": "user", "id": "bob"}}]}""");
            await pdp.PostAsync("/access/v1/search/resource", """{"subject": {"type": "user", "id": "alice"}, "action": {"name": "read"}, "resource": {"type": "record"}, "page": {"limit": 1}}""");
            var stranger = await pdp.AddAgentAsync("stranger");
            Assert.Equal(HttpStatusCode.Forbidden, (await pdp.PostAsync(Evaluation, Read, stranger)).Status);
            await pdp.Process.KillAsync();
        }

        var (exitCode, output, errors) = await BartizanProcess.RunAsync("ledger", "verify", "--data", folder.Path);
        Assert.True(exitCode == 0, output + errors);
        var decisions = await Pdp.EventsAsync(folder, "authzen.decision");
        Assert.Equal(Rounds + 1, decisions.Count);
        for (var round = 0; round < Rounds; round++)
        {
            Assert.Equal($"round-{round}", decisions[round].GetProperty("requestId").GetString());
            Assert.Equal("demo", decisions[round].GetProperty("agentName").GetString());
            var one = Assert.Single(decisions[round].GetProperty("decisions").EnumerateArray());
            Assert.Equal("""user::"alice" Action::"read" record::"record-1" True users-read""", Told(one));
            Assert.Equal("subject.properties.badge", Assert.Single(one.GetProperty("told").EnumerateArray()).GetString());
            Assert.DoesNotContain("hidden-value", decisions[round].GetRawText(), StringComparison.Ordinal);
        }

        Assert.Equal([true, false, true], decisions[Rounds].GetProperty("decisions").EnumerateArray().Select(d => d.GetProperty("decision").GetBoolean()).AsEnumerable());
        var search = Assert.Single(await Pdp.EventsAsync(folder, "authzen.search"));
        Assert.Equal(("resource", 1, 1, true), (search.GetProperty("search").GetString(), search.GetProperty("examined").GetInt32(), search.GetProperty("results").GetInt32(), search.GetProperty("more").GetBoolean()));
        Assert.Equal("stranger", Assert.Single(await Pdp.EventsAsync(folder, "authzen.refused")).GetProperty("agentName").GetString());
    }

    [Fact]
    public async Task Policies_entities_and_callers_change_while_it_runs_and_a_mistake_changes_nothing()
    {
        using var folder = new TempFolder();
        folder.Write("pdp/one.cedar", """@id("nobody") forbid(principal, action, resource);""");
        folder.Write("entities.json", "[]");
        const string Section = "policies: [pdp]\nentities: entities.json\ncallers: [demo]";
        await using var pdp = await Pdp.StartAsync(folder, Section);
        var question = """{"subject": {"type": "user", "id": "alice"}, "action": {"name": "read"}, "resource": {"type": "record", "id": "r"}}""";
        Assert.False((await pdp.PostAsync(Evaluation, question)).Decision);

        folder.Write("pdp/one.cedar", """@id("friends") permit(principal in team::"friends", action, resource);""");
        folder.Write("entities.json", """[{"uid": {"type": "user", "id": "alice"}, "parents": [{"type": "team", "id": "friends"}]}]""");
        await UntilAsync(async () => (await pdp.PostAsync(Evaluation, question)).Decision);

        folder.Write("pdp/two.cedar", "permit(principal, action, resource");
        await UntilAsync(() => Task.FromResult(pdp.Process.Errors.Contains("two.cedar:1:", StringComparison.Ordinal)));
        Assert.True((await pdp.PostAsync(Evaluation, question)).Decision);
        Assert.False((await pdp.PostAsync(Evaluation, question.Replace("alice", "bob", StringComparison.Ordinal))).Decision);
        File.Delete(Path.Combine(folder.Path, "pdp", "two.cedar"));

        Pdp.Configure(folder, Section.Replace("demo", "somebody-else", StringComparison.Ordinal));
        await UntilAsync(async () => (await pdp.PostAsync(Evaluation, question)).Status == HttpStatusCode.Forbidden);
        Pdp.Configure(folder, null);
        await UntilAsync(async () => (await pdp.PostAsync(Evaluation, question)).Status == HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_page_token_ends_with_the_state_of_the_files_that_it_was_made_for()
    {
        using var folder = new TempFolder();
        folder.Write("pdp/one.cedar", "permit(principal, action, resource);");
        folder.Write("entities.json", """[{"uid": {"type": "user", "id": "a"}}, {"uid": {"type": "user", "id": "b"}}, {"uid": {"type": "user", "id": "c"}}]""");
        await using var pdp = await Pdp.StartAsync(folder, "policies: [pdp/one.cedar]\nentities: entities.json\ncallers: [demo]");
        string Query(string page) => $$"""{"subject": {"type": "user"}, "action": {"name": "read"}, "resource": {"type": "record", "id": "r"}, "page": {{page}}}""";
        var token = (await pdp.PostAsync("/access/v1/search/subject", Query("""{"limit": 2}"""))).NextToken;
        Assert.Equal(["user/c"], (await pdp.PostAsync("/access/v1/search/subject", Query($$"""{"token": "{{token}}"}"""))).Results.AsEnumerable());

        folder.Write("entities.json", """[{"uid": {"type": "user", "id": "b"}}, {"uid": {"type": "user", "id": "c"}}]""");
        await UntilAsync(async () => (await pdp.PostAsync("/access/v1/search/subject", Query($$"""{"token": "{{token}}"}"""))).Status == HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Without_a_section_the_routes_are_unknown()
    {
        using var folder = new TempFolder();
        await using var pdp = await Pdp.StartAsync(folder, null);
        foreach (var path in new[] { Evaluation, "/access/v1/evaluations", "/access/v1/search/subject", "/access/v1/search/resource", "/access/v1/search/action" })
        {
            var answer = await pdp.PostAsync(path, Read);
            Assert.Equal((HttpStatusCode.NotFound, "unknown_route"), (answer.Status, answer.Json.GetProperty("code").GetString()));
        }

        Assert.Equal("unknown_route", (await pdp.GetAsync("/.well-known/authzen-configuration")).Json.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("policies: [pdp]\nentities: entities.json\nschema: s.cedarschema\ncallers: [demo]", "one.cedar:1:", "dept")]
    [InlineData("policies: [pdp]\nentities: wrong.json\ncallers: [demo]", "wrong.json", "[0].attrs.x")]
    [InlineData("policies: [nowhere]\ncallers: [demo]", "bartizan.yaml:5:", "authzen.policies")]
    [InlineData("policies: [pdp]\ncallers: [demo]\nsecret: x", "bartizan.yaml:7:", "authzen.secret")]
    [InlineData("policies: [pdp]", "bartizan.yaml:5:", "authzen.callers: nobody may ask.")]
    public async Task What_is_wrong_is_told_with_file_line_and_field_and_nothing_starts(string section, string place, string what)
    {
        using var folder = new TempFolder();
        folder.Write("pdp/one.cedar", "permit(principal is user, action, resource) when { principal.dept == 1 };");
        folder.Write("entities.json", "[]");
        folder.Write("wrong.json", """[{"uid": {"type": "user", "id": "a"}, "attrs": {"x": null}}]""");
        folder.Write("s.cedarschema", "entity user { department: String }; action read appliesTo { principal: user, resource: user };");
        var (exitCode, _, errors) = await BartizanProcess.RunAsync("up", "--config", Pdp.Configure(folder, section), "--data", folder.Path, "--gateway", "127.0.0.1:0", "--no-console");
        Assert.Equal(2, exitCode);
        Assert.Contains(place, errors, StringComparison.Ordinal);
        Assert.Contains(what, errors, StringComparison.Ordinal);
    }

    private static string Certification(string callers) => $"""
        policies: ['{Pdp.Scenario("certification")}']
        entities: '{Pdp.Scenario("certification", "entities.json")}'
        {callers}
        """;

    private static string Told(JsonElement decision) =>
        $"{decision.GetProperty("subject").GetString()} {decision.GetProperty("action").GetString()} {decision.GetProperty("resource").GetString()} {decision.GetProperty("decision").GetBoolean()} {decision.GetProperty("determining")[0].GetString()}";

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var i = 0; i < 300; i++)
        {
            if (await holds())
            {
                return;
            }

            await Task.Delay(100);
        }

        Assert.Fail("It did not come about.");
    }
}
