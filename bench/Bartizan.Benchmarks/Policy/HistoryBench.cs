using System.Diagnostics;
using System.Globalization;
using System.Text;
using Bartizan.Core.Histories;
using Bartizan.Core.Ids;
using Bartizan.Gateway.Histories;
using Bartizan.Gateway.Policies;
using Bartizan.Policy;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Values;
using Bartizan.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bartizan.Benchmarks.Policy;

/// <summary>
/// Decisions a second that read an agent's history of 200 events and are durable in it before they count, by how many policies ask and how many of those
/// speak of the request. No network; the store is the real one on disk.
/// </summary>
internal static class HistoryBench
{
    private const int Agents = 100;
    private const int Events = 200;
    private const int Callers = 64;

    private static readonly TimeSpan Span = TimeSpan.FromSeconds(8);

    public static async Task<int> RunAsync()
    {
        Console.WriteLine($"{"",-44}{"CPU µs",10}{"decisions/s",14}{"p50 ms",10}{"p99 ms",10}");
        foreach (var durability in new[] { Durability.Normal, Durability.Full })
        {
            foreach (var policies in new[] { 10, 100, 1_000 })
            {
                await MeasureAsync($"{policies,5} policies, one speaks of it, {durability}", policies, all: false, durability);
            }

            await MeasureAsync($"  100 policies, all speak of it, {durability}", 100, all: true, durability);
        }

        return 0;
    }

    private static async Task MeasureAsync(string name, int policies, bool all, Durability durability)
    {
        var folder = Directory.CreateTempSubdirectory("bartizan-bench-").FullName;
        try
        {
            var ids = new SortableIdSource(TimeProvider.System);
            await using var store = await BartizanStore.OpenAsync(new StoreOptions { DataFolder = folder, Durability = durability }, TimeProvider.System, ids, default);
            await FillAsync(store.Histories, policies);
            var engine = new PolicyEngine(PolicySet.Parse(Policies(policies, all)));
            var book = new HistoryBook(store.Histories, TimeProvider.System, NullLogger<HistoryBook>.Instance);
            PrincipalHistory[] histories = [.. Enumerable.Range(0, Agents).Select(i => new PrincipalHistory(Agent(i)))];
            await Task.WhenAll(histories.Select(h => h.LoadAsync(store.Histories)));
            await LoadAsync(engine, book, store.Histories, histories, policies, TimeSpan.FromSeconds(3));
            var process = Process.GetCurrentProcess();
            process.Refresh();
            var cpu = process.TotalProcessorTime;
            var times = await LoadAsync(engine, book, store.Histories, histories, policies, Span);
            process.Refresh();
            times.Sort();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-44}{(process.TotalProcessorTime - cpu).TotalMicroseconds / times.Count,10:N0}{times.Count / Span.TotalSeconds,14:N0}{times[times.Count / 2],10:N2}{times[times.Count * 99 / 100],10:N2}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<List<double>> LoadAsync(PolicyEngine engine, HistoryBook book, IHistoryStore store, PrincipalHistory[] histories, int tools, TimeSpan span)
    {
        var began = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var (times, random) = (new List<double>(), new Random(caller));
            while (Stopwatch.GetElapsedTime(began) < span)
            {
                var start = Stopwatch.GetTimestamp();
                var past = histories[random.Next(Agents)];
                past.TryTake();
                using var history = new ExchangeHistory(book, store, [past], TimeProvider.System);
                var request = new AuthorizationRequest(new("Agent", past.Agent), new("Action", "callTool"), new("Tool", $"t{random.Next(tools)}"), CedarRecord.Empty);
                var outcome = PolicyDecider.Decide(engine, new PolicyQuestion(request, EntityStore.Empty) { Act = history.Begin() }, [], guardFailed: false);
                if (outcome.Stops || !await history.KeptAsync())
                {
                    throw new InvalidOperationException("A decision was not as it should be.");
                }

                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            return times;
        })));
        return [.. all.SelectMany(t => t)];
    }

    private static string Policies(int count, bool all)
    {
        var text = new StringBuilder("permit (principal, action, resource);\n");
        for (var i = 0; i < count; i++)
        {
            var tool = $"resource == Tool::\"t{i}\"";
            text.Append(CultureInfo.InvariantCulture, $"forbid (principal, action == Action::\"callTool\", {(all ? "resource" : tool)})\nwhen history {{ ").Append((i % 4) switch
            {
                0 => $"count within 1h event({tool}, where event.outcome == \"allowed\") > 1000000",
                1 => $"formerly within 1h event({tool}, where event.outcome == \"held\")",
                2 => $"sum within 1h event({tool}).tokens > 1000000000",
                _ => $"no event({tool}) since within 1h event({tool}, where event.labels.contains(\"injection\"))",
            }).Append(" };\n");
        }

        return text.ToString();
    }

    private static async Task FillAsync(IHistoryStore store, int tools)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMicroseconds();
        for (var agent = 0; agent < Agents; agent++)
        {
            await store.SaveAsync([.. Enumerable.Range(0, Events).Select(i => new HistoryRow
            {
                Principal = Agent(agent),
                At = now - ((Events - i) * 1_000_000L),
                Agent = Agent(agent),
                Action = "callTool",
                Resource = $"Tool::\"t{i % tools}\"",
                Outcome = 0,
                Tokens = i,
            })], default);
        }
    }

    private static string Agent(int number) => string.Create(CultureInfo.InvariantCulture, $"agt_{number}");
}
