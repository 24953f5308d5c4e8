using System.Net;
using System.Text;
using System.Text.Json;
using Bartizan.Core.Ids;
using Bartizan.EndToEnd.Processes;
using Bartizan.Storage;

namespace Bartizan.EndToEnd.Durability;

/// <summary>No more than 1000 in total a day of what <c>transfer</c> calls say, by the real program, killed again and again.</summary>
public class NumberKillTests
{
    private const int Limit = 1_000;
    private const int Rounds = 5;
    private const int Clients = 4;
    private const int Largest = 40;

    [Fact]
    public async Task Killed_again_and_again_it_lets_no_more_pass_in_total_than_policy_allows()
    {
        using var folder = new TempFolder();
        await using var upstream = await DemoUpstream.StartAsync(folder);
        folder.Write("policies/transfers.cedar", $$"""
            permit (principal, action, resource);
            @code("spent") forbid (principal, action == Action::"callTool", resource == Tool::"transfer")
            when history {
              sum with this within 1d event(action == Action::"callTool", resource == Tool::"transfer", where event.outcome == "allowed").number("amount", "EUR", {{Largest}}) > {{Limit}}
            };
            """);
        var config = upstream.Configure($"policies: \"{Path.Combine(folder.Path, "policies")}\"");
        var (asked, answered, sent, spent) = (0, 0, 0, 0);
        async Task LoadAsync(BartizanProcess bartizan, Random random, CancellationToken stop)
        {
            using var client = Client(bartizan);
            try
            {
                while (!stop.IsCancellationRequested)
                {
                    var amount = random.Next(1, Largest + 1);
                    Interlocked.Add(ref asked, amount);
                    var (status, text) = await CallAsync(client, $$"""{"amount":{{amount}},"to":"bob"}""", stop);
                    Assert.True(status == HttpStatusCode.OK || text.Contains("\"spent\"", StringComparison.Ordinal), text);
                    Interlocked.Add(ref status == HttpStatusCode.OK ? ref sent : ref spent, amount);
                    Interlocked.Increment(ref answered);
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
            var enough = Volatile.Read(ref answered) + 6 + round;
            var load = Task.WhenAll(Enumerable.Range(0, Clients).Select(i => LoadAsync(bartizan, new Random((round * Clients) + i), stop.Token)));
            while (Volatile.Read(ref answered) < enough)
            {
                Assert.False(load.IsCompleted, bartizan.Errors);
                await Task.Delay(5);
            }

            await bartizan.KillAsync();
            await stop.CancelAsync();
            await load;
            // What was answered is there, and what is there was at least asked.
            Assert.InRange(await AllowedAsync(folder.Path), sent, Math.Min(asked, Limit));
        }

        await using (var last = await BartizanProcess.StartAsync(folder.Path, "--config", config, "--no-console"))
        {
            // What is left is found out by ever smaller calls: then the sum is the limit, to the last one.
            using var client = Client(last);
            for (var amount = Largest; amount > 0;)
            {
                var (status, _) = await CallAsync(client, $$"""{"amount":{{amount}}}""", default);
                (sent, amount) = status == HttpStatusCode.OK ? (sent + amount, amount) : (sent, amount - 1);
            }

            Assert.Equal(Limit, await AllowedAsync(folder.Path));
            foreach (var hostile in new[] { "{}", """{"amount":"1"}""", """{"amount":-40}""", """{"amount":1e99}""", """{"amount":41}""", """{"amount":0,"amount":40}""", """{"amount":null}""" })
            {
                var (status, text) = await CallAsync(client, hostile, default);
                Assert.True(status == HttpStatusCode.Forbidden && text.Contains("\"unreadable_number\"", StringComparison.Ordinal), $"{hostile}: {text}");
            }

            Assert.Equal(HttpStatusCode.OK, (await CallAsync(client, """{"amount":0}""", default)).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await CallAsync(client, """{"amount":1e-300}""", default)).Status);
            Assert.Equal(0, await last.StopAsync());
        }

        Assert.Equal(Limit, await AllowedAsync(folder.Path));
        // Of what the kills cut off, at most one call a client and kill was counted without an answer.
        Assert.InRange(sent, Limit - (Rounds * Clients * Largest), Limit);
        var (exit, output, errors) = await BartizanProcess.RunAsync("policy", "backtest", Path.Combine(folder.Path, "policies"), "--data", folder.Path);
        Assert.True(exit == 0 && output.Contains(" 0 newly allowed, 0 newly refused, 0 otherwise changed, 0 cannot be told,", StringComparison.Ordinal), output + errors);
    }

    private static HttpClient Client(BartizanProcess bartizan)
    {
        var client = new HttpClient { BaseAddress = bartizan.Gateway };
        client.DefaultRequestHeaders.Authorization = new("Bearer", bartizan.Key);
        return client;
    }

    private static async Task<(HttpStatusCode Status, string Text)> CallAsync(HttpClient client, string arguments, CancellationToken stop)
    {
        var body = JsonSerializer.Serialize(new
        {
            model = "demo",
            messages = new[] { new { role = "user", content = $"call tool transfer with {arguments}" } },
            tools = new[] { new { type = "function", function = new { name = "transfer" } } },
        });
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/openai/v1/chat/completions", UriKind.Relative), content, stop);
        var text = await response.Content.ReadAsStringAsync(stop);
        Assert.Equal(response.StatusCode == HttpStatusCode.OK, text.Contains("tool_calls", StringComparison.Ordinal));
        return (response.StatusCode, text);
    }

    private static async Task<int> AllowedAsync(string folder)
    {
        await using var store = await BartizanStore.OpenAsync(
            new StoreOptions { DataFolder = folder, Serve = false }, TimeProvider.System, new SortableIdSource(TimeProvider.System), CancellationToken.None);
        var allowed = 0;
        foreach (var agent in await store.Agents.ListAsync(CancellationToken.None))
        {
            foreach (var row in await store.Histories.LoadAsync(agent.Id, 10_000, CancellationToken.None))
            {
                allowed += row is { Action: "callTool", Outcome: 0 } ? JsonSerializer.Deserialize<Dictionary<string, int>>(row.Numbers)!["amount EUR"] : 0;
            }
        }

        return allowed;
    }
}
