using System.Net;
using System.Text;
using Bartizan.Core.Ids;
using Bartizan.EndToEnd.Processes;
using Bartizan.Storage;

namespace Bartizan.EndToEnd.Durability;

public class HistoryKillTests
{
    private const int Limit = 150;
    private const int Rounds = 6;
    private const int Clients = 6;

    [Fact]
    public async Task Killed_again_and_again_it_forgets_nothing_that_it_let_pass()
    {
        using var folder = new TempFolder();
        await using var upstream = await DemoUpstream.StartAsync(folder);
        var policies = Path.Combine(folder.Path, "policies");
        Directory.CreateDirectory(policies);
        await File.WriteAllTextAsync(Path.Combine(policies, "history.cedar"), $$"""
            permit (principal, action, resource);
            @code("often") forbid (principal, action == Action::"invokeModel", resource)
            when history { count within 1h event(action == Action::"invokeModel", where event.outcome == "allowed") >= {{Limit}} };
            """);
        var config = upstream.Configure($"policies: \"{policies}\"");
        var (asked, answered, refused) = (0, 0, 0);
        async Task LoadAsync(BartizanProcess bartizan, CancellationToken stop)
        {
            using var client = new HttpClient { BaseAddress = bartizan.Gateway };
            client.DefaultRequestHeaders.Authorization = new("Bearer", bartizan.Key);
            try
            {
                while (!stop.IsCancellationRequested)
                {
                    using var content = new StringContent("""{"model":"demo","messages":[{"role":"user","content":"echo: a"}]}""", Encoding.UTF8, "application/json");
                    Interlocked.Increment(ref asked);
                    using var response = await client.PostAsync(new Uri("/openai/v1/chat/completions", UriKind.Relative), content, stop);
                    var text = await response.Content.ReadAsStringAsync(stop);
                    Assert.True(response.StatusCode == HttpStatusCode.OK || text.Contains("\"often\"", StringComparison.Ordinal), text);
                    Interlocked.Increment(ref response.StatusCode == HttpStatusCode.OK ? ref answered : ref refused);
                }
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
            {
                // The kill.
            }
        }

        for (var round = 1; round <= Rounds; round++)
        {
            await using var bartizan = await BartizanProcess.StartAsync(folder.Path, "--config", config, "--no-console");
            using var stop = new CancellationTokenSource();
            var enough = Volatile.Read(ref answered) + Volatile.Read(ref refused) + 10 + (round * 3);
            var load = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => LoadAsync(bartizan, stop.Token)));
            while (Volatile.Read(ref answered) + Volatile.Read(ref refused) < enough)
            {
                Assert.False(load.IsCompleted, bartizan.Errors);
                await Task.Delay(5);
            }

            await bartizan.KillAsync();
            await stop.CancelAsync();
            await load;
            // What was answered is there, and what is there was at least asked.
            Assert.InRange(await AllowedAsync(folder.Path), Volatile.Read(ref answered), Math.Min(Volatile.Read(ref asked), Limit));
        }

        await using (var last = await BartizanProcess.StartAsync(folder.Path, "--config", config, "--no-console"))
        {
            using var stop = new CancellationTokenSource();
            var before = Volatile.Read(ref refused);
            var load = LoadAsync(last, stop.Token);
            while (Volatile.Read(ref refused) < before + 3)
            {
                Assert.False(load.IsCompleted, last.Errors);
                await Task.Delay(5);
            }

            await stop.CancelAsync();
            await load;
            Assert.Equal(0, await last.StopAsync());
        }

        Assert.Equal(Limit, await AllowedAsync(folder.Path));
        // Never more than the limit; and of those that the kills cut off, at most one a client and kill was counted without an answer.
        Assert.InRange(answered, Limit - (Rounds * Clients), Limit);
        Assert.True(asked > answered);
    }

    private static async Task<int> AllowedAsync(string folder)
    {
        await using var store = await BartizanStore.OpenAsync(
            new StoreOptions { DataFolder = folder, Serve = false }, TimeProvider.System, new SortableIdSource(TimeProvider.System), CancellationToken.None);
        var allowed = 0;
        foreach (var agent in await store.Agents.ListAsync(CancellationToken.None))
        {
            allowed += (await store.Histories.LoadAsync(agent.Id, 10_000, CancellationToken.None)).Count(r => r is { Action: "invokeModel", Outcome: 0 });
        }

        return allowed;
    }
}
