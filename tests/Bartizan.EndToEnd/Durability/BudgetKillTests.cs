using System.Net;
using System.Text;
using System.Text.Json;
using Bartizan.EndToEnd.Processes;

namespace Bartizan.EndToEnd.Durability;

public class BudgetKillTests
{
    private const int Limit = 400;
    private const int Rounds = 8;
    private const int Clients = 6;

    [Fact]
    public async Task Killed_again_and_again_it_neither_forgets_what_was_spent_nor_gives_more_than_there_is()
    {
        using var folder = new TempFolder();
        await using var upstream = await DemoUpstream.StartAsync(folder);
        var config = upstream.Configure($$"""
            budgets:
              limits:
                - { name: calls, limit: {{Limit}} requests, per: month }
            """);
        var tally = new Tally();
        for (var round = 1; round <= Rounds; round++)
        {
            await using var bartizan = await BartizanProcess.StartAsync(folder.Path, "--config", config, "--no-console");
            var spent = await SpentAsync(folder.Path);
            // No more than the twentieth that is written ahead, and what was under way, is counted for nothing at each kill.
            Assert.InRange(spent, tally.Answered, tally.Asked + (round * (Limit / 20)));
            using var stop = new CancellationTokenSource();
            var enough = tally.Done + 20 + (round * 7);
            var load = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => LoadAsync(bartizan, tally, stop.Token)));
            while (tally.Done < enough)
            {
                Assert.False(load.IsCompleted, bartizan.Errors);
                await Task.Delay(5);
            }

            await bartizan.KillAsync();
            await stop.CancelAsync();
            await load;
        }

        Assert.InRange(tally.Answered, Limit / 4, Limit);
        await using (var last = await BartizanProcess.StartAsync(folder.Path, "--config", config, "--no-console"))
        {
            using var stop = new CancellationTokenSource();
            var load = LoadAsync(last, tally, stop.Token);
            while (tally.Refused < 5)
            {
                Assert.False(load.IsCompleted, last.Errors);
                await Task.Delay(5);
            }

            await stop.CancelAsync();
            await load;
            Assert.Equal(0, await last.StopAsync());
        }

        Assert.InRange(tally.Answered, Limit - ((Rounds + 1) * ((Limit / 20) + Clients)), Limit);
        Assert.Equal(Limit, await SpentAsync(folder.Path));
    }

    private static async Task LoadAsync(BartizanProcess bartizan, Tally tally, CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = bartizan.Gateway };
        client.DefaultRequestHeaders.Authorization = new("Bearer", bartizan.Key);
        try
        {
            while (!stop.IsCancellationRequested)
            {
                using var content = new StringContent("""{"model":"demo","messages":[{"role":"user","content":"echo: a b c"}]}""", Encoding.UTF8, "application/json");
                tally.Ask();
                using var response = await client.PostAsync(new Uri("/openai/v1/chat/completions", UriKind.Relative), content, stop);
                Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.TooManyRequests, await response.Content.ReadAsStringAsync(stop));
                tally.Count(response.StatusCode);
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            // The kill.
        }
    }

    private static async Task<int> SpentAsync(string folder)
    {
        var (exitCode, output, errors) = await BartizanProcess.RunAsync("budget", "list", "--data", folder, "--format", "json");
        Assert.True(exitCode == 0, errors);
        return output.Length == 0 ? 0 : (int)JsonDocument.Parse(output).RootElement.GetProperty("spent").GetDecimal();
    }

    private sealed class Tally
    {
        private int _asked, _answered, _refused;

        public int Asked => Volatile.Read(ref _asked);

        public int Answered => Volatile.Read(ref _answered);

        public int Refused => Volatile.Read(ref _refused);

        public int Done => Answered + Refused;

        public void Ask() => Interlocked.Increment(ref _asked);

        public void Count(HttpStatusCode status) => Interlocked.Increment(ref status == HttpStatusCode.OK ? ref _answered : ref _refused);
    }
}
