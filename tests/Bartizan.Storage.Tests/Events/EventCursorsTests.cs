namespace Bartizan.Storage.Tests.Events;

public class EventCursorsTests
{
    [Fact]
    public async Task A_cursor_begins_at_nothing_stays_where_it_was_put_and_is_its_readers_own()
    {
        using var folder = new TestStore();
        await using (var store = await folder.OpenAsync())
        {
            Assert.Equal(0, await store.Cursors.ReadAsync("siem", default));
            await store.Cursors.MoveAsync("siem", 7, default);
            await store.Cursors.MoveAsync("siem", 12, default);
            await store.Cursors.MoveAsync("origin", 3, default);
        }

        await using var again = await folder.OpenAsync();
        Assert.Equal((12, 3, 0), (await again.Cursors.ReadAsync("siem", default), await again.Cursors.ReadAsync("origin", default), await again.Cursors.ReadAsync("other", default)));
        // A reader may be called what the store calls something of its own.
        Assert.StartsWith("bartizan.local/", folder.Query<string>("SELECT value FROM meta WHERE name = 'origin'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Moving_a_cursor_is_no_event_and_leaves_the_ledger_whole()
    {
        using var folder = new TestStore();
        await folder.FillAsync(25);
        await using (var store = await folder.OpenAsync())
        {
            await store.Cursors.MoveAsync("siem", 25, default);
            Assert.Equal(25, await store.Events.HeadAsync(default));
        }

        Assert.True(folder.Verify().IsIntact);
    }
}
