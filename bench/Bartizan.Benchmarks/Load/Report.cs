using System.Globalization;

namespace Bartizan.Benchmarks.Load;

/// <summary>Prints measured figures as Markdown tables.</summary>
internal static class Report
{
    public static void Requests(IReadOnlyList<Row> rows)
    {
        Console.WriteLine("| case | target | requests/s | CPU µs/request | p50 ms | p99 ms | added p50 ms | added p99 ms | requests/s ÷ Portkey | errors |");
        Console.WriteLine("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var group in rows.GroupBy(r => r.Case))
        {
            var direct = group.FirstOrDefault(r => r.Target == "direct");
            var portkey = group.FirstOrDefault(r => r.Target == "portkey");
            foreach (var row in group)
            {
                var added50 = direct is null || row == direct ? "" : F(row.P50 - direct.P50, 2);
                var added99 = direct is null || row == direct ? "" : F(row.P99 - direct.P99, 2);
                var ratio = portkey is null ? "" : F(row.PerSecond / portkey.PerSecond, 1);
                Console.WriteLine($"| {row.Case} | {row.Target} | {F(row.PerSecond, 0)} | {F(row.CpuMicroseconds, 1)} | {F(row.P50, 2)} | {F(row.P99, 2)} | {added50} | {added99} | {ratio} | {row.Errors} |");
            }
        }

        Console.WriteLine();
    }

    public static void Streams(IReadOnlyList<Row> rows, int events)
    {
        Console.WriteLine("| streams of 67 events, c=16 | streams/s | CPU µs/stream | CPU µs/event | errors |");
        Console.WriteLine("|---|--:|--:|--:|--:|");
        foreach (var row in rows)
        {
            Console.WriteLine($"| {row.Target} | {F(row.PerSecond, 0)} | {F(row.CpuMicroseconds, 0)} | {F(row.CpuMicroseconds / events, 2)} | {row.Errors} |");
        }

        Console.WriteLine();
    }

    public static void FirstToken(IReadOnlyList<(string Target, double Min, double P50, double P99)> rows)
    {
        var direct = rows.FirstOrDefault(r => r.Target == "direct");
        Console.WriteLine("| time to first token, one at a time | min ms | p50 ms | p99 ms | added p50 ms |");
        Console.WriteLine("|---|--:|--:|--:|--:|");
        foreach (var row in rows)
        {
            Console.WriteLine($"| {row.Target} | {F(row.Min, 2)} | {F(row.P50, 2)} | {F(row.P99, 2)} | {(row.Target == "direct" ? "" : F(row.P50 - direct.P50, 2))} |");
        }

        Console.WriteLine();
    }

    /// <summary>The bars of the project beside what was measured.</summary>
    public static void Bars(IReadOnlyList<Row> rows, IReadOnlyList<Row> streams)
    {
        Row? Find(string name, string target) => rows.FirstOrDefault(r => r.Case == name && r.Target == target);

        Console.WriteLine("| bar | asked | measured |");
        Console.WriteLine("|---|--:|--:|");
        if (Find("1 KB, c=16", "bartizan") is { } small)
        {
            Console.WriteLine($"| CPU per 1 KB request, c=16 | ≤ 70 µs | {F(small.CpuMicroseconds, 1)} µs |");
            if (Find("1 KB, c=16", "portkey") is { } portkey)
            {
                Console.WriteLine($"| requests/s against Portkey, one core | ≥ 10 × | {F(small.PerSecond / portkey.PerSecond, 1)} × |");
            }
        }

        if (Find("64 KB, c=16", "bartizan") is { } large)
        {
            Console.WriteLine($"| CPU per 64 KB request, c=16 | ≤ 400 µs | {F(large.CpuMicroseconds, 1)} µs |");
        }

        if (Find("1 KB, c=1", "bartizan") is { } one && Find("1 KB, c=1", "direct") is { } direct)
        {
            Console.WriteLine($"| added p50, c=1 | ≤ 0.25 ms | {F(one.P50 - direct.P50, 2)} ms |");
            Console.WriteLine($"| added p99, c=1 | ≤ 1 ms | {F(one.P99 - direct.P99, 2)} ms |");
        }

        if (streams.FirstOrDefault(r => r.Target == "bartizan") is { } stream)
        {
            Console.WriteLine($"| CPU per stream event | ≤ 10 µs | {F(stream.CpuMicroseconds / UpstreamServer.Events, 2)} µs |");
        }
    }

    private static string F(double value, int digits) => value.ToString($"N{digits}", CultureInfo.InvariantCulture);
}
