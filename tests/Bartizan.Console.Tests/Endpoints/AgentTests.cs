using System.Text;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Tests.Hosting;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Identity.Registry;

namespace Bartizan.Console.Tests.Endpoints;

public sealed class AgentTests
{
    [Fact]
    public async Task A_new_agents_key_is_shown_once_and_revoking_is_for_good()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Architect);

        var added = await browser.PostAsync<AgentAdded>(
            "/api/agents", new AddAgent("bot", "ada@example.com", new Dictionary<string, string> { ["team"] = "payments" }));
        var list = await browser.GetAsync("/api/agents");
        var text = await list.Content.ReadAsStringAsync();
        var revoked = await browser.PostAsync<AgentView>($"/api/agents/{added.Agent.Id}/revoke");
        var again = await Browser.ProblemAsync(await browser.PostAsync($"/api/agents/{added.Agent.Id}/revoke"));

        Assert.StartsWith("btz_", added.Key, StringComparison.Ordinal);
        Assert.Contains("bot", text, StringComparison.Ordinal);
        Assert.DoesNotContain(added.Key.Split('_')[^1], text, StringComparison.Ordinal);
        Assert.Equal("payments", added.Agent.Tags["team"]);
        Assert.NotNull(revoked.Revoked);
        Assert.Equal("not-found", again.Code);
    }

    [Fact]
    public async Task Who_added_and_who_revoked_is_in_the_log()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Architect);
        var person = (await browser.GetAsync<Session>("/api/session")).Person!.Id;

        var added = await browser.PostAsync<AgentAdded>("/api/agents", new AddAgent("bot", "ada"));
        await browser.PostAsync<AgentView>($"/api/agents/{added.Agent.Id}/revoke");

        var events = await console.Store.Events.ReadAsync(0, 100, default);
        Assert.All(["console.agent-added", "console.agent-revoked"], kind =>
        {
            var json = Encoding.UTF8.GetString(Assert.Single(events, e => e.Event.Kind == kind).Event.Json.Span);
            Assert.Contains(person, json, StringComparison.Ordinal);
            Assert.Contains(added.Agent.Id, json, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task An_agent_is_suspended_and_resumed_with_a_reason_and_the_log_says_who_and_why()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Architect);
        var person = (await browser.GetAsync<Session>("/api/session")).Person!.Name;
        var agent = (await browser.PostAsync<AgentAdded>("/api/agents", new AddAgent("bot", "ada"))).Agent;
        Assert.Equal((AgentState.Working, null, false), (agent.State, agent.Reason, agent.SuspendedByPerson));

        var suspended = await browser.PostAsync<AgentView>($"/api/agents/{agent.Id}/suspend", new DecideOnAgent(" it sends \u202etoo much "));
        Assert.Equal((AgentState.Suspended, "it sends <U+202E>too much", true), (suspended.State, suspended.Reason, suspended.SuspendedByPerson));
        Assert.Equal(AgentState.Suspended, Assert.Single((await browser.GetAsync<AgentList>("/api/agents")).Items).State);
        var resumed = await browser.PostAsync<AgentView>($"/api/agents/{agent.Id}/resume", new DecideOnAgent("mended"));
        Assert.Equal((AgentState.Working, null), (resumed.State, resumed.Reason));
        Assert.Equal("not-found", (await Browser.ProblemAsync(await browser.PostAsync($"/api/agents/{agent.Id}/resume", new DecideOnAgent("again")))).Code);
        foreach (var reason in new[] { "", "  ", "two\nlines", new string('x', 501) })
        {
            Assert.Equal("reason", (await Browser.ProblemAsync(await browser.PostAsync($"/api/agents/{agent.Id}/suspend", new DecideOnAgent(reason)))).Where);
        }

        var events = (await console.Store.Events.ReadAsync(0, 100, default)).Where(e => e.Event.Kind is "agent.suspended" or "agent.resumed").ToList();
        Assert.Equal(["agent.suspended", "agent.resumed"], events.Select(e => e.Event.Kind));
        Assert.All(events, e => Assert.Contains(person, Encoding.UTF8.GetString(e.Event.Json.Span), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_a_conflict()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Admin);
        await browser.PostAsync<AgentAdded>("/api/agents", new AddAgent("bot", "ada"));

        var problem = await Browser.ProblemAsync(await browser.PostAsync("/api/agents", new AddAgent("bot", "ada")));

        Assert.Equal(("conflict", "name", 409), (problem.Code, problem.Where, problem.Status));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("{{constructor.constructor('alert(1)')()}}")]
    [InlineData("javascript:alert(1)")]
    [InlineData("'; DROP TABLE agents; --")]
    public async Task Code_in_a_name_stays_data(string name)
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Admin);

        await browser.PostAsync<AgentAdded>("/api/agents", new AddAgent(name, name));
        await console.RecordAsync(Traffic.Exchange(console, 1) with { AgentName = name, Route = name, Model = name });
        var list = await browser.GetAsync("/api/agents");
        var rows = await browser.GetAsync("/api/exchanges");

        foreach (var response in new[] { list, rows })
        {
            Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
            Assert.DoesNotContain("<", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(name, (await Browser.ReadAsync<AgentList>(list)).Items[0].Name);
        Assert.Equal(name, (await Browser.ReadAsync<ExchangePage>(rows)).Items[0].Route);
    }

    [Fact]
    public async Task Figures_are_those_of_the_span()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Admin);
        var id = (await browser.PostAsync<AgentAdded>("/api/agents", new AddAgent("bot", "ada"))).Agent.Id;
        await console.RecordAsync(Traffic.Exchange(console, 1, Verdict.Block, id) with { Time = console.Clock.GetUtcNow().AddHours(-2) });
        await console.RecordAsync(Traffic.Exchange(console, 2, Verdict.Redact, id));
        await console.RecordAsync(Traffic.Exchange(console, 3, Verdict.Allow, id));

        var hour = (await browser.GetAsync<AgentList>("/api/agents?range=1h")).Items[0].Stats;
        var day = (await browser.GetAsync<AgentList>("/api/agents?range=24h")).Items[0].Stats;

        Assert.Equal((2L, 1L, 0L), (hour.Exchanges, hour.Redact, hour.Block));
        Assert.Equal((3L, 1L, 1L), (day.Exchanges, day.Redact, day.Block));
        Assert.NotNull(hour.LastSeen);
    }
}
