using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Tests.Hosting;
using Bartizan.Core.Budgets;

namespace Bartizan.Console.Tests.Endpoints;

public sealed class BudgetTests
{
    [Fact]
    public async Task The_fullest_stands_first_and_agents_have_their_names()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Approver);
        var added = (await (await console.SignInAsync(Role.Admin)).PostAsync<AgentAdded>("/api/agents", new AddAgent("bot", "ada"))).Agent;
        var slot = BudgetPeriod.Month.SlotAt(console.Clock.GetUtcNow());
        await console.Store.Budgets.SaveAsync(
            [
                new BudgetCount(new BudgetKey("each", BudgetUnit.Tokens, "", BudgetPeriod.Month, new BudgetSubject(added.Id, "", "", "")), 100, slot, [97]),
                new BudgetCount(new BudgetKey("each", BudgetUnit.Tokens, "", BudgetPeriod.Month, new BudgetSubject("agt_gone", "", "", "")), 100, slot, [3]),
                new BudgetCount(new BudgetKey("all", BudgetUnit.Money, "USD", BudgetPeriod.Month, BudgetSubject.All), 500_000_000_000, slot, [250_500_000_000]),
                new BudgetCount(new BudgetKey("last month", BudgetUnit.Requests, "", BudgetPeriod.Month, BudgetSubject.All), 10, slot - 1, [10]),
            ],
            [],
            default);

        var items = (await browser.GetAsync<BudgetList>("/api/budgets")).Items;

        Assert.Equal([("each", "bot", 97m, 3m), ("all", null, 250.5m, 249.5m), ("each", "agt_gone", 3m, 97m)], items.Select(i => (i.Budget, i.Agent, i.Spent, i.Left)));
        Assert.Equal("USD", items[1].Currency);
    }
}
