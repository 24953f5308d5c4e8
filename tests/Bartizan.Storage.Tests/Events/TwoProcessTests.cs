namespace Bartizan.Storage.Tests.Events;

public class TwoProcessTests
{
    [Fact]
    public async Task Two_processes_that_append_at_once_make_one_chain()
    {
        using var folder = new TestStore();
        await using (var store = await folder.OpenAsync(o => o with { CheckpointEntries = 50 }))
        {
            using var other = new AppendingProcess(folder.Folder, appenders: 3, count: 400);
            await other.WaitForAsync(1);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(appender => Task.Run(async () =>
            {
                for (var i = 0; i < 300; i++)
                {
                    await store.Events.AppendAsync(TestStore.Event(i, $"own_{appender}_{i}"), default);
                }
            })));
            var acknowledged = await other.EndAsync();
            Assert.Equal(0, other.ExitCode);
            Assert.Equal(1_200, acknowledged.Count);

            var stored = (await store.Events.ReadAsync(0, int.MaxValue, default)).Select(s => s.Event.Id).ToList();
            Assert.Equal(2_400, stored.Count);
            Assert.Empty(acknowledged.Except(stored));
        }

        var report = folder.Verify();
        Assert.Empty(report.Problems);
        Assert.Equal(2_400, report.Entries);
        Assert.Equal(2_400, report.Covered);
    }

    [Fact]
    public async Task Followers_learn_of_what_another_process_appended()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        var own = await store.Events.AppendAsync(TestStore.Event(1), default);
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var followed = store.Events.FollowAsync(100, stop.Token);

        using var other = new AppendingProcess(folder.Folder, appenders: 1, count: 3);
        var expected = await other.EndAsync();
        var seen = new List<string>();
        // An event is told of after it is acknowledged, so that whoever joins in between hears of it too.
        await foreach (var stored in followed.Where(s => s.Position > own))
        {
            seen.Add(stored.Event.Id);
            if (seen.Count == 3)
            {
                break;
            }
        }

        Assert.Equal(expected, seen);
    }
}
