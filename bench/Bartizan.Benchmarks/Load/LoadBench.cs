using System.Globalization;

namespace Bartizan.Benchmarks.Load;

/// <summary>
/// Drives gateway and peers with the same load over loopback and prints ratios.
/// Gateways are pinned to the first core, load generator and upstream to the second; runs are interleaved, the best of each is kept,
/// because a busy machine can only make a run slower.
/// </summary>
internal static class LoadBench
{
    private static readonly int[] Concurrencies = [1, 16, 64];
    private static readonly (string Name, int Bytes)[] Bodies = [("1 KB", 1_000), ("64 KB", 64_000)];

    public static async Task<int> RunAsync(string[] args)
    {
        var seconds = Option(args, "--seconds", 3);
        var repeats = Option(args, "--repeat", 3);

        await using var upstream = await UpstreamProcess.StartAsync();
        await using var targets = await TargetSet.StartAsync(upstream.Address, args);
        Console.WriteLine($"machine: {Machine.Describe()}; load: wrk, 1 thread, {seconds} s, best of {repeats} interleaved runs; upstream answers at once");
        Console.WriteLine();

        await WarmUpAsync(targets, Option(args, "--warmup", 60));
        var rows = new List<Row>();
        var wanted = Option(args, "--connections", 0);
        foreach (var (bodyName, bytes) in Bodies)
        {
            foreach (var concurrency in Concurrencies.Where(c => wanted == 0 || c == wanted))
            {
                rows.AddRange(await MeasureAsync(targets, $"{bodyName}, c={concurrency}", RequestBody.Chat(bytes, stream: false), concurrency, seconds, repeats));
            }
        }

        Report.Requests(rows);
        var streams = await MeasureAsync(targets, "stream of 67 events, c=16", RequestBody.Chat(1_000, stream: true), 16, seconds, repeats);
        Report.Streams(streams, UpstreamServer.Events);
        Report.FirstToken(await FirstToken.MeasureAsync(targets, Option(args, "--tokens", 40)));
        Report.Bars(rows, streams);
        return 0;
    }

    /// <summary>What compiles as it runs (.NET, JavaScript) is measured warm, as it is in production.</summary>
    private static async Task WarmUpAsync(TargetSet targets, int seconds)
    {
        foreach (var target in targets.Where(t => t.Name is not ("direct" or "nginx")))
        {
            await Wrk.RunAsync(target, RequestBody.Chat(1_000, stream: false), 16, seconds);
            await Wrk.RunAsync(target, RequestBody.Chat(64_000, stream: false), 16, seconds / 2);
            await Wrk.RunAsync(target, RequestBody.Chat(1_000, stream: true), 16, seconds / 2);
        }
    }

    private static async Task<List<Row>> MeasureAsync(TargetSet targets, string name, byte[] body, int concurrency, int seconds, int repeats)
    {
        var best = new Dictionary<string, Row>();
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            foreach (var target in targets)
            {
                var before = Machine.CpuOf(target.ProcessIds());
                var run = await Wrk.RunAsync(target, body, concurrency, seconds);
                var cpu = Machine.CpuOf(target.ProcessIds()) - before;
                var row = new Row(name, target.Name, run.RequestsPerSecond, cpu.TotalMicroseconds / Math.Max(1, run.Requests), run.P50, run.P99, run.Errors);
                if (!best.TryGetValue(target.Name, out var old))
                {
                    best[target.Name] = row;
                }
                else
                {
                    best[target.Name] = Row.Best(old, row);
                }
            }
        }

        return [.. targets.Select(t => best[t.Name])];
    }

    /// <summary>The word after an option's name; null when it is not given.</summary>
    public static string? Option(string[] args, string name) => args.SkipWhile(a => a != name).Skip(1).FirstOrDefault();

    public static int Option(string[] args, string name, int otherwise) => Option(args, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}

/// <summary>One case of one target: rates a second, CPU in microseconds a request, latencies in milliseconds.</summary>
internal sealed record Row(string Case, string Target, double PerSecond, double CpuMicroseconds, double P50, double P99, long Errors)
{
    /// <summary>Each figure's best: interference from elsewhere only ever adds.</summary>
    public static Row Best(Row a, Row b) => a with
    {
        PerSecond = Math.Max(a.PerSecond, b.PerSecond),
        CpuMicroseconds = Math.Min(a.CpuMicroseconds, b.CpuMicroseconds),
        P50 = Math.Min(a.P50, b.P50),
        P99 = Math.Min(a.P99, b.P99),
        Errors = a.Errors + b.Errors,
    };
}
