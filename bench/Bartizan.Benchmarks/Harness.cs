using System.Diagnostics;
using System.Globalization;

namespace Bartizan.Benchmarks;

/// <summary>
/// Measures small pieces of work on one thread: warm-up until the tiers have settled, then many batches. Prints nanoseconds an
/// operation by wall clock (p50, p99 over batches) and by process CPU time, and bytes allocated.
/// </summary>
internal static class Harness
{
    private const int Batches = 2_000;

    public static Measurement Measure(string name, Action work, int operationsInWork = 1)
    {
        WarmUp(work);
        var times = BatchSize(work);
        var samples = new double[Batches];
        var process = Process.GetCurrentProcess();
        GC.Collect();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        process.Refresh();
        var cpu = process.TotalProcessorTime;
        for (var batch = 0; batch < Batches; batch++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < times; i++)
            {
                work();
            }

            samples[batch] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / ((double)times * operationsInWork);
        }

        process.Refresh();
        var operations = (double)times * operationsInWork * Batches;
        Array.Sort(samples);
        return new Measurement(
            name,
            samples[Batches / 2],
            samples[Batches * 99 / 100],
            (process.TotalProcessorTime - cpu).TotalNanoseconds / operations,
            (GC.GetAllocatedBytesForCurrentThread() - allocated) / operations);
    }

    private static void WarmUp(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(1))
        {
            for (var i = 0; i < 100; i++)
            {
                work();
            }
        }
    }

    // Batches of about 0.2 ms: long against the clock's step, short against the scheduler's slice.
    private static int BatchSize(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < 1_000; i++)
        {
            work();
        }

        return Math.Max(1, (int)(1_000 * TimeSpan.FromMicroseconds(200) / Stopwatch.GetElapsedTime(start)));
    }
}

/// <summary>Nanoseconds and bytes an operation.</summary>
internal sealed record Measurement(string Name, double P50, double P99, double Cpu, double Bytes)
{
    public static string Header { get; } = string.Create(CultureInfo.InvariantCulture, $"{"",-52}{"p50 ns",10}{"p99 ns",10}{"CPU ns",10}{"1/s",12}{"bytes",8}");

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name,-52}{P50,10:F0}{P99,10:F0}{Cpu,10:F0}{1e9 / P50,12:F0}{Bytes,8:F0}");
}
