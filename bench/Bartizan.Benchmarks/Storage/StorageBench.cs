using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Bartizan.Core.Events;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Ids;
using Bartizan.Storage;
using Bartizan.Storage.Ledgers.Verification;

namespace Bartizan.Benchmarks.Storage;

/// <summary>Cost of recording: appends (event and ledger entry) by callers at once and durability, the console's views, digests, and verification.</summary>
internal static class StorageBench
{
    public static async Task<int> RunAsync()
    {
        Console.WriteLine($"{"",-44}{"CPU µs",10}{"wall µs",10}{"events/s",12}");
        foreach (var durability in Enum.GetValues<Durability>())
        {
            foreach (var callers in new[] { 1, 16, 64 })
            {
                await AppendAsync(durability, callers, durability == Durability.Full && callers == 1 ? 3_000 : 30_000);
            }
        }

        return 0;
    }

    private static async Task AppendAsync(Durability durability, int callers, int count)
    {
        var folder = Directory.CreateTempSubdirectory("bartizan-bench-").FullName;
        try
        {
            var ids = new SortableIdSource(TimeProvider.System);
            await using (var store = await BartizanStore.OpenAsync(
                new StoreOptions { DataFolder = folder, Durability = durability, Serve = false }, TimeProvider.System, ids, default))
            {
                await RunAsync(store, ids, callers, count / 5);
                await MeasureAsync($"append, {durability}, {callers} at once", count, () => RunAsync(store, ids, callers, count));
                if (callers == 64 && durability == Durability.Normal)
                {
                    await MeasureAsync("views of the console", count * 6 / 5, () => store.ProjectAsync(default));
                    var text = new string('x', 1_000);
                    await MeasureAsync("digest of 1,000 characters", 100_000, () =>
                    {
                        for (var i = 0; i < 100_000; i++)
                        {
                            store.Content.Digest(text);
                        }

                        return Task.CompletedTask;
                    });
                }
            }

            if (callers == 64 && durability == Durability.Normal)
            {
                await MeasureAsync("verify", count * 6 / 5, () =>
                {
                    var report = LedgerVerifier.Verify(folder, null, null, null, default);
                    return report.IsIntact ? Task.CompletedTask : throw new InvalidOperationException("the ledger does not verify");
                });
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task RunAsync(BartizanStore store, SortableIdSource ids, int callers, int count) => Task.WhenAll(
        Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < count / callers; i++)
            {
                await store.Events.AppendAsync(Event(ids.NewId("exc")), default);
            }
        })));

    private static async Task MeasureAsync(string name, int count, Func<Task> work)
    {
        using var process = Process.GetCurrentProcess();
        var (cpu, start) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
        await work();
        var wall = Stopwatch.GetElapsedTime(start);
        process.Refresh();
        var perEvent = (process.TotalProcessorTime - cpu).TotalMicroseconds / count;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name,-44}{perEvent,10:F1}{wall.TotalMicroseconds / count,10:F1}{count / wall.TotalSeconds,12:F0}"));
    }

    private static readonly byte[] Template = JsonSerializer.SerializeToUtf8Bytes(
        new ExchangeRecord
        {
            Id = "exc_00000000000000000000000000",
            Time = DateTimeOffset.UnixEpoch.AddYears(56),
            Agent = "agt_01jd0000000000000000000000",
            AgentName = "billing",
            Dialect = "openai-chat",
            Route = "POST /openai/v1/chat/completions",
            Model = "demo",
            Status = 200,
            Verdict = Verdict.Allow,
            Decisions = [new Decision { Verdict = Verdict.Allow, Action = "invokeModel", Policies = ["allow-registered-agents"] }],
            Request = [.. Enumerable.Range(0, 4).Select(i => new SegmentRecord
            {
                Role = SegmentRole.User, Provenance = Provenance.User, Path = $"messages[{i}].content", Length = 250, Digest = new string('0', 64),
            })],
            Timing = new ExchangeTiming { Total = 900, Overhead = 60 },
        },
        EventJsonContext.Default.ExchangeRecord);

    private static EventRecord Event(string id) => new()
    {
        Id = id,
        Time = TimeProvider.System.GetUtcNow(),
        Source = "gateway",
        Kind = "exchange",
        Json = Template,
    };
}
