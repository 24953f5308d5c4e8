using System.Text.Json;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Tests.Hosting;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Policy.Analysis.Matrix;

namespace Bartizan.Console.Tests.Endpoints;

public sealed class PolicyAnalysisTests
{
    [Fact]
    public async Task Permissions_are_drawn_together_and_say_why()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Approver);
        await AddAgentAsync(console, "agt_1");
        await AddAgentAsync(console, "agt_2");
        await console.RecordAsync(Traffic.Exchange(console, 1));

        var view = await browser.GetAsync<PermissionView>("/api/policies/permissions");

        Assert.Equal("agent agt_2", view.Names["Agent::\"agt_2\""]);
        var row = view.Rows.ToList().FindIndex(r => r.Contains("Agent::\"agt_1\""));
        Assert.Contains("Agent::\"agt_2\"", view.Rows[row]);
        var answer = view.Answers[view.Cells[row][view.Columns.ToList().FindIndex(c => c.Action == "invokeModel")]];
        Assert.Equal((Permission.Depends, null), (answer.Permission, answer.Blueprint));
        Assert.Equal(["ask", "no-secrets"], answer.Policies.Select(p => p.Id));
        Assert.Contains("secret", answer.Policies[1].Condition, StringComparison.Ordinal);
        Assert.Equal(view.Permissions, view.Always + view.Depends + view.Never);
    }

    [Fact]
    public async Task What_a_blueprint_takes_away_is_named()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Analyst);
        var blueprint = await AddBlueprintAsync(console, (await browser.GetAsync<Session>("/api/session")).Person!.Name);
        await AddAgentAsync(console, "agt_1");
        await AddAgentAsync(console, "agt_2", blueprint);
        await console.RecordAsync(Traffic.Exchange(console, 1));

        var view = await browser.GetAsync<PermissionView>("/api/policies/permissions");
        var why = await browser.PostAsync<WhyNotView>("/api/policies/why-not", Ask("agt_2", "secret"));
        var other = await browser.PostAsync<WhyNotView>("/api/policies/why-not", Ask("agt_1", "secret"));

        var row = view.Rows.ToList().FindIndex(r => r.Contains("Agent::\"agt_2\""));
        Assert.DoesNotContain("Agent::\"agt_1\"", view.Rows[row]);
        var answer = view.Answers[view.Cells[row][view.Columns.ToList().FindIndex(c => c.Action == "invokeModel")]];
        Assert.Equal((Permission.Never, "narrow@1"), (answer.Permission, answer.Blueprint?.Name));
        Assert.Equal(["narrow@1"], why.Blueprint);
        Assert.Empty(other.Blueprint);
        Assert.Equal("remove \"secret\" from context.labels", Assert.Single(other.Proposals[0]));
        Assert.Equal("no-secrets", Assert.Single(other.Forbids).Policy.Id);
    }

    [Fact]
    public async Task Why_not_takes_what_is_no_request_as_a_mistake()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Analyst);

        var problem = await Browser.ProblemAsync(await browser.PostAsync("/api/policies/why-not", Ask("agt_1") with { Context = JsonDocument.Parse("[]").RootElement }));

        Assert.Equal(("bad-input", "context"), (problem.Code, problem.Where));
    }

    [Fact]
    public async Task A_recorded_decision_can_be_asked_about_again()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Auditor);
        await console.RecordAsync(Traffic.Exchange(console, 7, Verdict.Block) with { Owner = "ada" });

        var question = Assert.Single((await browser.GetAsync<RecordedQuestionList>($"/api/exchanges/exc_{7:d26}/questions")).Items);
        var unknown = await Browser.ProblemAsync(await browser.GetAsync("/api/exchanges/exc_none/questions"));

        Assert.Equal((0, new EntityName("Action", "invokeModel"), new EntityName("Model", "demo-1")), (question.Decision, question.Action, question.Resource));
        Assert.Null(question.Unknown);
        Assert.Equal("request", question.Context.GetProperty("direction").GetString());
        Assert.Equal("not-found", unknown.Code);
    }

    [Fact]
    public async Task Five_hundred_agents_and_three_hundred_tools_are_a_handful_of_cells()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Analyst);
        for (var i = 0; i < 500; i++)
        {
            await AddAgentAsync(console, $"agt_{i}");
        }

        var exchange = Traffic.Exchange(console, 1);
        await console.RecordAsync(exchange with
        {
            Decisions = [.. Enumerable.Range(0, 300).Select(i => new Decision { Verdict = Verdict.Allow, Action = "callTool", Policies = [], Asked = new AskedQuestion { Resource = $"Tool::\"tool-{i}\"" } })],
        });

        var view = await browser.GetAsync<PermissionView>("/api/policies/permissions");

        Assert.True(view.Permissions > 300_000);
        Assert.True(view.Rows.Count * view.Columns.Count < 20, $"{view.Rows.Count} rows, {view.Columns.Count} columns");
        Assert.Equal(0, view.Skipped);
    }

    private static TestPolicy Ask(string agent, params string[] labels) => new(
        new EntityName("Agent", agent), new EntityName("Action", "invokeModel"), new EntityName("Model", "demo-1"), JsonSerializer.SerializeToElement(new { labels }));

    private static async Task AddAgentAsync(TestConsole console, string id, Blueprint? blueprint = null) => Assert.True(await console.Store.Agents.AddAsync(
        new Agent { Id = id, Name = $"agent {id}", Owner = "ada", Created = console.Clock.GetUtcNow(), KeyId = $"key-{id}", KeyHash = new byte[32], Blueprint = blueprint }, default));

    private static async Task<Blueprint> AddBlueprintAsync(TestConsole console, string owner)
    {
        var now = console.Clock.GetUtcNow();
        var blueprint = new Blueprint
        {
            Id = "bpt_1",
            Name = "narrow",
            Version = 1,
            Owner = owner,
            Sponsor = owner,
            Uses = new TokenAuthority(["other-*"], ["*"]),
            ReviewDays = 90,
            Expires = now.AddDays(100),
            Created = now,
            Reviewed = now,
            By = "test",
        };
        return (await console.Store.Registry.AddBlueprintAsync(blueprint, default)).Blueprint!;
    }
}
