using Bartizan.Core.Budgets;

namespace Bartizan.Storage.Tests.Budgets;

public class SqliteBudgetStoreTests
{
    private static readonly BudgetKey Key = new("team", BudgetUnit.Money, "USD", BudgetPeriod.Hour, new("agt_1", "", "", "gpt-4o"));

    [Fact]
    public async Task What_is_saved_is_there_after_the_store_was_closed()
    {
        using var folder = new TestStore();
        var other = Key with { Subject = BudgetSubject.All };
        await using (var store = await folder.OpenAsync())
        {
            await store.Budgets.SaveAsync([new(Key, 10, 7, [1, 2, 3]), new(other, 10, 7, [long.MaxValue])], [], default);
            await store.Budgets.SaveAsync([new(Key, 20, 8, [4])], [], default);
        }

        await using var again = await folder.OpenAsync();
        var counts = await again.Budgets.LoadAsync(default);
        Assert.Equal([(other, 10L, 7L, "9223372036854775807"), (Key, 20L, 8L, "4")], counts.Select(c => (c.Key, c.Limit, c.Newest, string.Join(',', c.Amounts))));
    }

    [Fact]
    public async Task What_is_forgotten_and_begun_anew_at_once_stays()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        await store.Budgets.SaveAsync([new(Key, 10, 7, [1])], [], default);
        await store.Budgets.SaveAsync([new(Key, 10, 9, [5])], [Key], default);
        Assert.Equal(9, Assert.Single(await store.Budgets.LoadAsync(default)).Newest);
        await store.Budgets.SaveAsync([], [Key], default);
        Assert.Empty(await store.Budgets.LoadAsync(default));
    }
}
