using System.Collections.Concurrent;
using System.Text;
using Bartizan.Core.Ids;
using Bartizan.EndToEnd.Processes;
using Bartizan.Storage;

namespace Bartizan.EndToEnd.Durability;

public class KillTests
{
    private const int Rounds = 20;
    private const int Clients = 8;

    [Fact]
    public async Task Killed_twenty_times_under_load_it_has_recorded_every_exchange_it_answered()
    {
        using var folder = new TempFolder();
        var answered = new ConcurrentBag<string>();
        var random = new Random(20);
        for (var round = 0; round < Rounds; round++)
        {
            await using var bartizan = await BartizanProcess.StartAsync(folder.Path, "--no-console");
            using var stop = new CancellationTokenSource();
            var before = answered.Count;
            var load = Task.WhenAll(Enumerable.Range(0, Clients).Select(n => LoadAsync(bartizan, n, answered, stop.Token)));
            var enough = before + random.Next(10, 60);
            while (answered.Count < enough)
            {
                Assert.False(load.IsCompleted, bartizan.Errors);
                await Task.Delay(5);
            }

            await bartizan.KillAsync();
            await stop.CancelAsync();
            await load;
        }

        var (exitCode, output, errors) = await BartizanProcess.RunAsync("ledger", "verify", "--data", folder.Path);
        Assert.True(exitCode == 0, output + errors);
        var recorded = await RecordedAsync(folder.Path);
        Assert.True(answered.Count >= Rounds * 10);
        Assert.Equal([], answered.Except(recorded, StringComparer.Ordinal));
    }

    /// <summary>Asks one thing after another, half of them as streams, and notes the exchange once its answer is complete.</summary>
    private static async Task LoadAsync(BartizanProcess bartizan, int number, ConcurrentBag<string> answered, CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = bartizan.Gateway };
        client.DefaultRequestHeaders.Authorization = new("Bearer", bartizan.Key);
        var stream = number % 2 == 0;
        var body = $$"""{"model":"demo","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"echo: a b c d e f"}]}""";
        try
        {
            while (!stop.IsCancellationRequested)
            {
                using var content = new StringContent(body, Encoding.UTF8, "application/json");
                using var response = await client.PostAsync(new Uri("/openai/v1/chat/completions", UriKind.Relative), content, stop);
                var text = await response.Content.ReadAsStringAsync(stop);
                Assert.True(response.IsSuccessStatusCode, text);
                Assert.True(!stream || text.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal), text);
                answered.Add(response.Headers.GetValues("x-bartizan-exchange").Single());
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            // The kill.
        }
    }

    private static async Task<HashSet<string>> RecordedAsync(string folder)
    {
        await using var store = await BartizanStore.OpenAsync(
            new StoreOptions { DataFolder = folder, Serve = false }, TimeProvider.System, new SortableIdSource(TimeProvider.System), CancellationToken.None);
        var recorded = new HashSet<string>(StringComparer.Ordinal);
        for (var after = 0L; await store.Events.ReadAsync(after, 1_000, CancellationToken.None) is { Count: > 0 } events; after = events[^1].Position)
        {
            recorded.UnionWith(events.Where(e => e.Event.Kind == "exchange").Select(e => e.Event.Id));
        }

        return recorded;
    }
}
