namespace Bartizan.Storage.Tests.Events;

public class KillTests
{
    [Fact]
    public async Task Nothing_acknowledged_is_lost_by_twenty_kills_under_load()
    {
        using var folder = new TestStore();
        var acknowledged = new HashSet<string>();
        for (var round = 0; round < 20; round++)
        {
            using var process = new AppendingProcess(folder.Folder, appenders: 8, count: 1_000_000);
            // A different moment each time.
            await process.WaitForAsync(40 + (round * 37));
            acknowledged.UnionWith(await process.KillAsync());
        }

        Assert.True(acknowledged.Count > 20 * 40, "the processes appended too little to prove anything");
        var report = folder.Verify();
        Assert.Empty(report.Problems);

        await using var store = await folder.OpenAsync();
        var stored = await store.Events.ReadAsync(0, int.MaxValue, default);
        Assert.Equal(report.Entries, stored.Count);
        Assert.Equal(Enumerable.Range(1, stored.Count).Select(i => (long)i), stored.Select(s => s.Position));
        acknowledged.ExceptWith(stored.Select(s => s.Event.Id));
        Assert.Empty(acknowledged);
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_by_a_kill_in_full_durability()
    {
        using var folder = new TestStore();
        using var process = new AppendingProcess(folder.Folder, appenders: 8, count: 1_000_000, Durability.Full);
        await process.WaitForAsync(200);
        var acknowledged = await process.KillAsync();

        Assert.NotEmpty(acknowledged);
        Assert.Empty(folder.Verify().Problems);
        await using var store = await folder.OpenAsync();
        Assert.Empty(acknowledged.Except((await store.Events.ReadAsync(0, int.MaxValue, default)).Select(s => s.Event.Id)));
    }
}
