using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Bartizan.Detect;
using Bartizan.Detect.Events;
using Bartizan.Detect.Records;

namespace Bartizan.Benchmarks.Detect;

/// <summary>
/// Events a second on one thread, JSON parsing included, beside a plain pass of <see cref="Utf8JsonReader"/> over the same bytes in the same run.
/// Usage: <c>detect &lt;rules folder&gt; &lt;events.ndjson&gt; [rounds]</c>.
/// </summary>
internal static class DetectBench
{
    public static int Run(string[] arguments)
    {
        if (arguments.Length < 2)
        {
            Console.Error.WriteLine("detect <folder of rules> <file of events, one a line> [rounds]");
            return 2;
        }

        var start = Stopwatch.GetTimestamp();
        var library = new SigmaLibrary();
        foreach (var file in Directory.EnumerateFiles(arguments[0], "*.yml", SearchOption.AllDirectories))
        {
            library.Add(File.ReadAllText(file), file);
        }

        var engine = DetectEngine.Compile(library);
        var load = Stopwatch.GetElapsedTime(start);
        var events = File.ReadAllBytes(arguments[1]);
        var lines = Lines(events);
        var rounds = arguments.Length > 2 ? int.Parse(arguments[2], CultureInfo.InvariantCulture) : 5;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{engine.RuleCount} rules in {load.TotalSeconds:F2} s; {lines.Count} events, {events.Length / 1e6:F0} MB"));
        long matches = 0;
        var session = new DetectSession(engine, _ => matches++);
        var envelope = new EventEnvelope();
        var (ours, plain, table) = (new List<double>(), new List<double>(), new EventTable(engine.Trie));
        for (var i = 0; i <= rounds; i++)
        {
            matches = 0;
            var detect = Seconds(() => Ask(session, envelope, events, lines));
            var read = Seconds(() => Pass(events, lines));
            if (i > 0)
            {
                ours.Add(detect);
                plain.Add(read);
            }
        }

        var scan = new StructuralScan();
        var scanned = Seconds(() => lines.ForEach(l => scan.Run(events.AsSpan(l.Offset, l.Length))));
        var tabled = Seconds(() => lines.ForEach(l => table.Read(events, l.Offset, l.Length, all: false)));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"finding marks {lines.Count / scanned:F0} events/s, the table of an event's fields {lines.Count / tabled:F0}"));
        ours.Sort();
        plain.Sort();
        var (best, median, reader) = (ours[0], ours[ours.Count / 2], plain[0]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{matches} matches; best {lines.Count / best:F0} events/s, median {lines.Count / median:F0}; Utf8JsonReader alone at best {lines.Count / reader:F0}; ratio {reader / best:F2}; {Environment.WorkingSet / 1e6:F0} MB of memory, {(Environment.WorkingSet - events.Length) / 1e6:F0} without the events"));
        return 0;
    }

    private static void Ask(DetectSession session, EventEnvelope envelope, byte[] events, List<(int Offset, int Length)> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var (offset, length) = lines[i];
            var (place, source, _) = envelope.Open(events.AsSpan(offset, length), exact: false);
            var (start, size) = place.GetOffsetAndLength(length);
            if (!session.Take(events, offset + start, size, new EventReference("bench", i), source))
            {
                throw new InvalidDataException($"line {i}");
            }
        }
    }

    private static void Pass(byte[] events, List<(int Offset, int Length)> lines)
    {
        foreach (var (offset, length) in lines)
        {
            var reader = new Utf8JsonReader(events.AsSpan(offset, length));
            while (reader.Read())
            {
            }
        }
    }

    private static List<(int Offset, int Length)> Lines(byte[] events)
    {
        var lines = new List<(int Offset, int Length)>();
        for (var at = 0; at < events.Length;)
        {
            var end = events.AsSpan(at).IndexOf((byte)'\n');
            var length = end < 0 ? events.Length - at : end;
            if (length > 0)
            {
                lines.Add((at, length));
            }

            at += length + 1;
        }

        return lines;
    }

    private static double Seconds(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
