using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Live;
using Bartizan.Console.Tests.Hosting;

namespace Bartizan.Console.Tests.Live;

public sealed class LiveFeedTests
{
    [Fact]
    public async Task Exchanges_arrive_once_each_and_in_order()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Approver);
        using var feed = await Feed.OpenAsync(browser, "/api/exchanges/live");
        Assert.Equal("heartbeat", (await feed.NextAsync())!.Value.Name);

        var seen = new List<string>();
        for (var i = 0; i < 1_200; i++)
        {
            await console.RecordAsync(Traffic.Exchange(console, i), project: false);
        }

        while (seen.Count < 1_200)
        {
            var (_, batch) = (await feed.NextAsync())!.Value;
            Assert.Equal(batch.Items.Count > 0 ? batch.Items[^1].Position : batch.Head, batch.Head);
            seen.AddRange(batch.Items.Select(row => row.Id));
        }

        Assert.Equal(Enumerable.Range(0, 1_200).Select(i => $"exc_{i:d26}"), seen);
    }

    [Fact]
    public async Task A_reader_who_comes_back_goes_on_where_it_was()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Analyst);
        string id;
        using (var feed = await Feed.OpenAsync(browser, "/api/exchanges/live"))
        {
            await console.RecordAsync(Traffic.Exchange(console, 1), project: false);
            await feed.UntilAsync(batch => batch.Items.Count > 0);
            id = feed.LastId;
        }

        await console.RecordAsync(Traffic.Exchange(console, 2), project: false);
        await console.RecordAsync(Traffic.Exchange(console, 3), project: false);
        using var again = await Feed.OpenAsync(browser, "/api/exchanges/live?after=0", id);

        var batch = await again.UntilAsync(b => b.Items.Count > 0);
        Assert.Equal([$"exc_{2:d26}", $"exc_{3:d26}"], batch.Items.Select(row => row.Id));
    }

    [Theory]
    [InlineData("999999")]
    public async Task A_position_of_another_log_is_told_to_read_the_list_again(string position)
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Analyst);
        using var feed = await Feed.OpenAsync(browser, "/api/exchanges/live", position);

        Assert.True((await feed.NextAsync())!.Value.Batch.Missed);
    }

    [Fact]
    public async Task A_feed_ends_soon_after_its_reader_signed_out()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Analyst);
        using var feed = await Feed.OpenAsync(browser, "/api/exchanges/live");
        await feed.NextAsync();

        await browser.PostAsync<Session>("/api/session/sign-out");
        await console.RecordAsync(Traffic.Exchange(console, 1), project: false);

        var events = 0;
        while (await feed.NextAsync() is not null)
        {
            events++;
        }

        Assert.InRange(events, 0, 3);
    }

    [Fact]
    public async Task A_quiet_feed_shows_that_it_is_alive()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Analyst);
        using var feed = await Feed.OpenAsync(browser, "/api/exchanges/live");

        for (var i = 0; i < 3; i++)
        {
            var (name, batch) = (await feed.NextAsync())!.Value;
            Assert.Equal((LiveFeed.HeartbeatEvent, 0), (name, batch.Items.Count));
        }
    }
}
