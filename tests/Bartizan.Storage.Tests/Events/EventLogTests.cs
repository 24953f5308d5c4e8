using Bartizan.Core.Events;

namespace Bartizan.Storage.Tests.Events;

public class EventLogTests
{
    [Fact]
    public async Task Appended_events_are_read_back_whole_and_in_order()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        for (var i = 1; i <= 5; i++)
        {
            Assert.Equal(i, await store.Events.AppendAsync(TestStore.Event(i), default));
        }

        var read = await store.Events.ReadAsync(1, 3, default);
        Assert.Equal([2, 3, 4], read.Select(s => s.Position));
        var (expected, actual) = (TestStore.Event(2), read[0].Event);
        Assert.Equal((expected.Id, expected.Time, expected.Source, expected.Kind), (actual.Id, actual.Time, actual.Source, actual.Kind));
        Assert.Equal(expected.Json.ToArray(), actual.Json.ToArray());
        Assert.Equal(5, await store.Events.HeadAsync(default));
        Assert.Empty(await store.Events.ReadAsync(5, 10, default));
    }

    [Fact]
    public async Task Appending_an_id_again_changes_nothing_and_gives_its_position()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        await store.Events.AppendAsync(TestStore.Event(1), default);
        await store.Events.AppendAsync(TestStore.Event(2), default);

        Assert.Equal(1, await store.Events.AppendAsync(TestStore.Event(9, "evt_000001"), default));
        Assert.Equal(3, await store.Events.AppendAsync(TestStore.Event(3), default));
        Assert.Equal(TestStore.Event(1).Json.ToArray(), (await store.Events.ReadAsync(0, 1, default))[0].Event.Json.ToArray());
    }

    [Fact]
    public async Task Concurrent_appends_get_positions_without_gaps_and_a_ledger_that_verifies()
    {
        using var folder = new TestStore();
        await using (var store = await folder.OpenAsync())
        {
            // Every tenth id comes twice, in flight at the same time.
            var positions = await Task.WhenAll(Enumerable.Range(0, 2_000).Select(i => Task.Run(async () =>
                (Id: i - (i % 10 == 1 ? 1 : 0), Position: await store.Events.AppendAsync(TestStore.Event(i - (i % 10 == 1 ? 1 : 0)), default)))));
            Assert.Equal(Enumerable.Range(1, 1_800).Select(i => (long)i), positions.Select(p => p.Position).Distinct().Order());
            Assert.All(positions.GroupBy(p => p.Id), g => Assert.Single(g.Select(p => p.Position).Distinct()));
        }

        var report = folder.Verify();
        Assert.Empty(report.Problems);
        Assert.Equal(1_800, report.Entries);
    }

    [Fact]
    public async Task A_follower_sees_every_event_from_now_on_in_order()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        await store.Events.AppendAsync(TestStore.Event(1), default);
        using var stop = new CancellationTokenSource();
        var followed = store.Events.FollowAsync(100, stop.Token);
        for (var i = 2; i <= 20; i++)
        {
            await store.Events.AppendAsync(TestStore.Event(i), default);
        }

        var seen = new List<long>();
        await foreach (var stored in followed)
        {
            seen.Add(stored.Position);
            if (stored.Position == 20)
            {
                break;
            }
        }

        Assert.Equal(Enumerable.Range(2, 19).Select(i => (long)i), seen);
    }

    [Fact]
    public async Task A_slow_follower_loses_the_oldest_and_a_closed_store_ends_it()
    {
        using var folder = new TestStore();
        IAsyncEnumerable<StoredEvent> followed;
        await using (var store = await folder.OpenAsync())
        {
            followed = store.Events.FollowAsync(4, default);
            for (var i = 1; i <= 10; i++)
            {
                await store.Events.AppendAsync(TestStore.Event(i), default);
            }
        }

        var seen = new List<long>();
        await foreach (var stored in followed)
        {
            seen.Add(stored.Position);
        }

        Assert.Equal([7, 8, 9, 10], seen);
    }

    [Theory]
    [InlineData("", "test", "sample")]
    [InlineData("id\nseq 7", "test", "sample")]
    [InlineData("id", "té", "sample")]
    [InlineData("id", "test", "a\u0000b")]
    public async Task Names_that_could_forge_a_line_of_an_entry_are_refused(string id, string source, string kind)
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await store.Events.AppendAsync(TestStore.Event(1) with { Id = id, Source = source, Kind = kind }, default));
        Assert.Equal(1, await store.Events.AppendAsync(TestStore.Event(1), default));
    }

    [Fact]
    public async Task A_name_of_the_longest_length_is_stored_and_verifies()
    {
        using var folder = new TestStore();
        await using (var store = await folder.OpenAsync())
        {
            var name = new string('~', 200);
            await store.Events.AppendAsync(TestStore.Event(1) with { Id = name, Source = name, Kind = name }, default);
            await Assert.ThrowsAsync<ArgumentException>(async () => await store.Events.AppendAsync(TestStore.Event(2, name + "x"), default));
        }

        Assert.Empty(folder.Verify().Problems);
    }

    [Fact]
    public async Task A_closed_store_refuses_appends()
    {
        using var folder = new TestStore();
        var store = await folder.OpenAsync();
        await store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.Events.AppendAsync(TestStore.Event(1), default));
    }

    [Fact]
    public async Task A_failed_commit_fails_its_appends_and_the_next_ones_succeed()
    {
        using var folder = new TestStore();
        await using (var store = await folder.OpenAsync())
        {
            await store.Events.AppendAsync(TestStore.Event(1), default);
            folder.Tamper("CREATE TRIGGER refuse BEFORE INSERT ON ledger_entries BEGIN SELECT RAISE(ABORT, 'no'); END");
            await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(async () => await store.Events.AppendAsync(TestStore.Event(2), default));
            folder.Tamper("DROP TRIGGER refuse");
            Assert.Equal(2, await store.Events.AppendAsync(TestStore.Event(3), default));
        }

        Assert.Empty(folder.Verify().Problems);
    }
}
