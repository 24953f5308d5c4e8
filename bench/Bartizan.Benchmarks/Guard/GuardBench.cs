using System.Globalization;
using Bartizan.Core.Exchanges;
using Bartizan.Guard;
using Bartizan.Guard.Custom;

namespace Bartizan.Benchmarks.Guard;

/// <summary>What the span inspectors and normalisation cost a character, on clean text of several kinds, whole and as a stream.</summary>
internal static class GuardBench
{
    private const int ChunkLength = 5;

    private const string Prose = "The committee met on Tuesday to discuss the proposal, and after some hours of debate it was agreed that further work is needed. Nobody objected. ";
    private const string Json = "{\"id\": 4821, \"name\": \"Widget\", \"tags\": [\"a\", \"b\"], \"price\": 12.5, \"created_at\": \"2026-02-03T04:05:06Z\", \"enabled\": true},\n";
    private const string Code = "    private static int Count(List<Item> items, Func<Item, bool> keep)\n    {\n        var total = 0;\n        foreach (var item in items)\n        {\n            total += keep(item) ? 1 : 0;\n        }\n\n        return total;\n    }\n";
    private const string Russian = "Комитет собрался во вторник, чтобы обсудить предложение, и после обсуждения решил продолжить. ";

    private static readonly GuardEngine Engine = GuardEngine.CreateDefault();

    public static int Run()
    {
        WarmUp();
        Console.WriteLine(Measurement.Header);
        var (small, large, prose) = (0.0, 0.0, 0.0);
        foreach (var (name, unit) in new[] { ("prose", Prose), ("JSON", Json), ("code", Code), ("Russian", Russian) })
        {
            foreach (var length in new[] { 1_000, 64_000 })
            {
                var measured = Whole($"{name}, {length.ToString("N0", CultureInfo.InvariantCulture)} characters: a character", unit, length);
                small = length < 10_000 ? Math.Max(small, measured.P50 * length) : small;
                large = length > 10_000 ? Math.Max(large, measured.P50 * length) : large;
                prose = name == "prose" ? measured.P50 : prose;
                Console.WriteLine(measured);
            }
        }

        var custom = Whole("prose with 1,000 custom entities, 64,000 characters: a character", Prose, 64_000, WithCustomEntities());
        Console.WriteLine(custom);
        var streamed = Stream("prose as a stream: an event of 5 characters", Prose, 16_000);
        Console.WriteLine(streamed);
        Console.WriteLine();
        Bar("1,000 clean characters of any kind: at most 60 µs", small <= 60_000);
        Bar("64,000 clean characters of any kind: at most 3 ms", large <= 3_000_000);
        Bar("1,000 custom entities: at most 20 % more", custom.P50 <= 1.2 * prose);
        Bar("a stream event: at most 3 µs", streamed.P50 <= 3_000);
        return 0;
    }

    private static void Bar(string what, bool holds) => Console.WriteLine($"{(holds ? "holds " : "MISSED")} {what}");

    // The detectors are many: what is compiled in the background while the first text is measured would be counted as its cost.
    private static void WarmUp()
    {
        var text = Repeat(Prose + Json + Code + Russian, 4_000).AsMemory();
        for (var i = 0; i < 2_000; i++)
        {
            Engine.Inspect([new Segment(0, SegmentRole.User, Provenance.User, "text", text)]);
        }
    }

    private static GuardEngine WithCustomEntities() => GuardEngine.CreateDefault(new GuardOptions
    {
        Entities = [.. Enumerable.Range(0, 1_000).Select(i => new CustomEntity { Id = $"part-{i}", Patterns = [$"{(char)('A' + (i % 26))}{(char)('A' + (i / 26 % 26))}{(char)('A' + (i / 676))}-\\d{{4,8}}"] })],
    });

    private static Measurement Whole(string name, string unit, int length, GuardEngine? engine = null)
    {
        var text = Repeat(unit, length);
        var segments = new[] { new Segment(0, SegmentRole.User, Provenance.User, "text", text.AsMemory()) };
        return Harness.Measure(name, () => (engine ?? Engine).Inspect(segments), length);
    }

    private static Measurement Stream(string name, string unit, int length)
    {
        var text = Repeat(unit, length);
        return Harness.Measure(
            name,
            () =>
            {
                var stream = Engine.OpenStream(SegmentRole.Assistant, Provenance.Model, 0);
                for (var at = 0; at < text.Length; at += ChunkLength)
                {
                    stream.Append(text.AsSpan(at, ChunkLength));
                }

                stream.Complete();
            },
            length / ChunkLength);
    }

    private static string Repeat(string unit, int length) => string.Concat(Enumerable.Repeat(unit, (length / unit.Length) + 1))[..length];
}
