using System.Text.Json;
using Bartizan.Core.Budgets;
using Bartizan.Core.Ids;
using Bartizan.Storage;

namespace Bartizan.Tests.Commands.Budgets;

public sealed class BudgetListTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("bartizan-test-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task What_is_spent_and_left_is_listed_and_what_is_over_is_not()
    {
        var time = TimeProvider.System;
        var month = BudgetPeriod.Month.SlotAt(time.GetUtcNow());
        await using (var store = await BartizanStore.OpenAsync(new StoreOptions { DataFolder = _data }, time, new SortableIdSource(time), default))
        {
            await store.Budgets.SaveAsync(
                [
                    new(new("cash", BudgetUnit.Money, "USD", BudgetPeriod.Month, new("agt_1", "", "", "")), 5_000_000_000, month, [1_250_000_000]),
                    new(new("old", BudgetUnit.Tokens, "", BudgetPeriod.Month, BudgetSubject.All), 100, month - 1, [70]),
                ],
                [],
                default);
        }

        var text = await CommandLine.RunAsync("budget", "list", "--data", _data);
        Assert.Equal((0, ""), (text.ExitCode, text.Error));
        Assert.Matches(@"^cash\tagent=agt_1\t1.25 of 5 USD a month\t3.75 left\tuntil \d{4}-\d\d-01T00:00:00Z\n$", text.Output.ReplaceLineEndings("\n"));
        var line = JsonDocument.Parse((await CommandLine.RunAsync("budget", "list", "--format", "json", "--data", _data)).Output).RootElement;
        Assert.Equal((1.25m, 3.75m, "money", "agt_1"), (line.GetProperty("spent").GetDecimal(), line.GetProperty("left").GetDecimal(), line.GetProperty("unit").GetString(), line.GetProperty("agent").GetString()));
        Assert.False(line.TryGetProperty("model", out _));
    }
}
