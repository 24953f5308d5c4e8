using Bartizan.Core.Histories;

namespace Bartizan.Storage.Tests.Histories;

public sealed class HistoryStoreTests
{
    [Fact]
    public async Task Rows_survive_the_process_in_their_order_and_are_told_more_of()
    {
        using var folder = new TestStore();
        await using (var store = await folder.OpenAsync())
        {
            Assert.Null(await store.Histories.OldestAsync(default));
            await Task.WhenAll(Enumerable.Range(1, 200).Select(i => store.Histories.SaveAsync([Row("a", i), Row("b", i)], default).AsTask()));
            await store.Histories.SaveAsync([Row("a", 200) with { Outcome = 1, Labels = "pii", Tokens = 9 }], default);
        }

        await using var again = await folder.OpenAsync();
        var rows = await again.Histories.LoadAsync("a", 3, default);
        Assert.Equal([198, 199, 200], rows.Select(r => r.At));
        Assert.Equal(Row("a", 200) with { Outcome = 1, Labels = "pii", Tokens = 9 }, rows[^1]);
        Assert.Equal(200, (await again.Histories.LoadAsync("b", 1_000, default)).Count);
        Assert.Empty(await again.Histories.LoadAsync("c", 1_000, default));
    }

    [Fact]
    public async Task What_nobody_can_ask_any_more_is_forgotten()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        await store.Histories.SaveAsync([.. Enumerable.Range(0, 12_000).Select(i => Row(i % 2 == 0 ? "a" : "b", i))], default);
        var forgotten = 0;
        for (var some = 1; some > 0; forgotten += some)
        {
            some = await store.Histories.ForgetAsync(11_990, default);
        }

        Assert.Equal((11_990, 11_990L), (forgotten, await store.Histories.OldestAsync(default)));
    }

    private static HistoryRow Row(string principal, long at) => new()
    {
        Principal = principal,
        At = at,
        Agent = "a",
        Action = "callTool",
        Resource = "Tool::\"ü \\\" x\"",
        Outcome = 0,
        Arguments = "[\"to\"]",
    };
}
