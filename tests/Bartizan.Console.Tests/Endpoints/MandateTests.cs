using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Tests.Hosting;
using Bartizan.Core.Budgets;
using Bartizan.Core.Events;
using Bartizan.Core.Identity.Mandates;
using Bartizan.Identity.Standings;

namespace Bartizan.Console.Tests.Endpoints;

public sealed class MandateTests
{
    private static readonly DateTimeOffset Far = new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Mandates_stand_below_those_they_came_of_with_what_was_spent()
    {
        await using var console = await TestConsole.StartAsync();
        using var admin = await console.SignInAsync(Role.Admin);
        var agent = (await admin.PostAsync<AgentAdded>("/api/agents", new AddAgent("billing", "ada", null))).Agent;
        await GiveAsync(console, agent.Id, "mnd_1", null, "refund\u202E order");
        await GiveAsync(console, agent.Id, "mnd_other", null, null);
        await GiveAsync(console, agent.Id, "mnd_2", "mnd_1", null);
        await console.Store.Budgets.SaveAsync(
            [new(new("mandate:mnd_1", BudgetUnit.Requests, "", BudgetPeriod.Mandate, BudgetSubject.All), 20, BudgetPeriod.Mandate.SlotAt(console.Clock.GetUtcNow()), [7])], [], default);
        using var browser = await console.SignInAsync(Role.Auditor);
        var items = (await browser.GetAsync<MandateList>("/api/mandates")).Items;
        Assert.Equal([("mnd_other", 0), ("mnd_1", 0), ("mnd_2", 1)], items.Select(m => (m.Id, m.Depth)));
        Assert.Equal(("billing", "refund<U+202E> order", true), (items[1].Holder, items[1].Purpose, items[1].Counts));
        Assert.Equal(new MandateLimit(BudgetUnit.Requests, null, 20, 7), Assert.Single(items[1].Limits));
        Assert.Empty((await browser.GetAsync<BudgetList>("/api/budgets")).Items);
    }

    [Fact]
    public async Task An_analyst_ends_one_and_an_auditor_does_not()
    {
        await using var console = await TestConsole.StartAsync();
        using var admin = await console.SignInAsync(Role.Admin);
        var agent = (await admin.PostAsync<AgentAdded>("/api/agents", new AddAgent("billing", "ada", null))).Agent;
        await GiveAsync(console, agent.Id, "mnd_1", null, null);
        using var auditor = await console.SignInAsync(Role.Auditor);
        Assert.Equal(403, (await Browser.ProblemAsync(await auditor.PostAsync("/api/mandates/mnd_1/end", new EndMandate("why")))).Status);
        using var analyst = await console.SignInAsync(Role.Analyst);
        Assert.Equal((400, "reason"), (await Browser.ProblemAsync(await analyst.PostAsync("/api/mandates/mnd_1/end", new EndMandate(" ")))) is var p ? (p.Status, p.Where) : default);
        Assert.Equal(Acknowledgement.Followed, (await analyst.PostAsync<MandateEnded>("/api/mandates/mnd_1/end", new EndMandate("paid twice"))).Acknowledgement);
        Assert.Equal(404, (await Browser.ProblemAsync(await analyst.PostAsync("/api/mandates/mnd_1/end", new EndMandate("again")))).Status);
        Assert.False(Assert.Single((await analyst.GetAsync<MandateList>("/api/mandates")).Items).Counts);
    }

    private static async Task GiveAsync(TestConsole console, string agent, string id, string? parent, string? purpose)
    {
        var mandate = new Mandate { Id = id, Purpose = purpose, Limits = id == "mnd_1" ? [new(BudgetUnit.Requests, 20)] : [], Until = Far };
        var now = console.Clock.GetUtcNow();
        Assert.True(await console.Store.Identity.IssueAsync(
            new([agent], "txn_1", [], new EventRecord { Id = "evt_" + id, Time = now, Source = "identity", Kind = "x", Json = "{}"u8.ToArray() }) { Mandate = new MandateRecord(mandate, parent, agent, null, "txn_1", now) }, default));
    }
}
