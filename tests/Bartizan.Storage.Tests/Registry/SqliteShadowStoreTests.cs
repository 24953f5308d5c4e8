using System.Globalization;
using Bartizan.Core.Identity.Registry;

namespace Bartizan.Storage.Tests.Registry;

public sealed class SqliteShadowStoreTests
{
    private static readonly DateTimeOffset When = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Sightings_of_one_caller_are_added_up_and_the_last_one_says_from_where()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        await store.Shadows.AddAsync([Caller("one", 3), Caller("two", 1)], default);
        var later = Caller("one", 2) with { Seen = Caller("one", 0).Seen with { Address = "::1" }, First = When.AddMinutes(1), Last = When.AddMinutes(2) };
        await store.Shadows.AddAsync([later], default);
        var listed = await store.Shadows.ListAsync(10, default);
        Assert.Equal([later with { First = When, Count = 5 }, Caller("two", 1)], listed);
        // Strangers make the ledger no longer.
        Assert.Empty(await store.Events.ReadAsync(0, 10, default));
    }

    [Fact]
    public async Task Of_more_than_there_is_room_for_the_oldest_go()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        for (var block = 0; block < 11; block++)
        {
            await store.Shadows.AddAsync([.. Enumerable.Range(block * 1_000, 1_000).Select(i => Caller(i.ToString(CultureInfo.InvariantCulture), 1) with { Last = When.AddSeconds(i) })], default);
        }

        var listed = await store.Shadows.ListAsync(20_000, default);
        Assert.Equal((IShadowStore.MostCallers, "10999", "1000"), (listed.Count, listed[0].Seen.Mark, listed[^1].Seen.Mark));
    }

    private static ShadowCaller Caller(string mark, long count) => new(new(ShadowKind.ProviderKey, mark, "sk-…", "127.0.0.1", "curl/8", "openai-chat"), When, When, count);
}
