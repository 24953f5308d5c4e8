using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Tests.Hosting;
using Bartizan.Core.KillSwitches;
using Bartizan.Identity.Standings;

namespace Bartizan.Console.Tests.Endpoints;

public sealed class KillSwitchTests
{
    [Fact]
    public async Task An_analyst_stops_an_agent_and_lets_it_go_on()
    {
        await using var console = await TestConsole.StartAsync();
        using var admin = await console.SignInAsync(Role.Admin);
        using var browser = await console.SignInAsync(Role.Analyst);
        var agent = (await admin.PostAsync<AgentAdded>("/api/agents", new AddAgent("billing", "ada", null))).Agent;
        Assert.Empty((await browser.GetAsync<KillSwitchList>("/api/kill-switches")).Items);

        var thrown = await browser.PostAsync<KillSwitchUsed>("/api/kill-switches/throw", new UseKillSwitch(KillKind.Agent, agent.Id, " it leaks "));
        var name = (await browser.GetAsync<Session>("/api/session")).Person!.Name;
        var item = Assert.Single(thrown.Items);
        Assert.Equal(Acknowledgement.Followed, thrown.Acknowledgement);
        Assert.Equal((KillKind.Agent, agent.Id, "billing", true, "it leaks", name), (item.Kind, item.Target, item.Name, item.Thrown, item.Reason, item.By));
        Assert.NotNull(new KillSwitchSet(await console.Store.Standing.ListAsync(default)).Stopping(new(agent.Id, "billing", "ada", new Dictionary<string, string>())));

        var lifted = await browser.PostAsync<KillSwitchUsed>("/api/kill-switches/lift", new UseKillSwitch(KillKind.Agent, agent.Id, "mended"));
        Assert.False(Assert.Single(lifted.Items).Thrown);
        var again = await Browser.ProblemAsync(await browser.PostAsync("/api/kill-switches/lift", new UseKillSwitch(KillKind.Agent, agent.Id, "mended")));
        Assert.Equal((409, "target"), (again.Status, again.Where));
    }

    [Theory]
    [InlineData(KillKind.Agent, "agt_nobody", "why", 404, "id")]
    [InlineData(KillKind.Agent, "", "why", 400, "target")]
    [InlineData(KillKind.Everything, "all", "why", 400, "target")]
    [InlineData(KillKind.Tool, "a\nb", "why", 400, "target")]
    [InlineData(KillKind.Tool, "a", "  ", 400, "reason")]
    public async Task What_cannot_be_stopped_is_told(KillKind kind, string target, string reason, int status, string where)
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Admin);
        var problem = await Browser.ProblemAsync(await browser.PostAsync("/api/kill-switches/throw", new UseKillSwitch(kind, target, reason)));
        Assert.Equal((status, where), (problem.Status, problem.Where));
        Assert.Empty(await console.Store.Standing.ListAsync(default));
    }

    [Fact]
    public async Task An_agent_is_stopped_by_its_id_and_not_by_a_name_that_another_may_have()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Admin);
        await browser.PostAsync<AgentAdded>("/api/agents", new AddAgent("billing", "ada", null));
        Assert.Equal(404, (await Browser.ProblemAsync(await browser.PostAsync("/api/kill-switches/throw", new UseKillSwitch(KillKind.Agent, "billing", "why")))).Status);
    }

    [Fact]
    public async Task Names_and_reasons_show_what_people_could_not_see()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Admin);
        await browser.PostAsync<KillSwitchUsed>("/api/kill-switches/throw", new UseKillSwitch(KillKind.Tool, "pay\u202eyap", "bad\u200b"));
        var item = Assert.Single((await browser.GetAsync<KillSwitchList>("/api/kill-switches")).Items);
        Assert.Equal(("pay<U+202E>yap", "bad<U+200B>"), (item.Name, item.Reason));
    }
}
