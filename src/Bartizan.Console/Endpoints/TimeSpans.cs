using Bartizan.Console.Http;

namespace Bartizan.Console.Endpoints;

/// <summary>A span of time that a page looks at, cut into buckets that a picture can show.</summary>
/// <param name="From">Its start.</param>
/// <param name="To">Its end.</param>
/// <param name="Bucket">Width of a bucket.</param>
internal sealed record TimeSpans(DateTimeOffset From, DateTimeOffset To, TimeSpan Bucket)
{
    private const int MostBuckets = 120;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(400);

    private static readonly Dictionary<string, TimeSpan> Ranges = new(StringComparer.Ordinal)
    {
        ["15m"] = TimeSpan.FromMinutes(15),
        ["1h"] = TimeSpan.FromHours(1),
        ["6h"] = TimeSpan.FromHours(6),
        ["24h"] = TimeSpan.FromHours(24),
        ["7d"] = TimeSpan.FromDays(7),
        ["30d"] = TimeSpan.FromDays(30),
    };

    private static readonly TimeSpan[] Widths = [.. new[] { 1, 5, 15, 60, 120, 360, 1_440, 5_760 }.Select(minutes => TimeSpan.FromMinutes(minutes))];

    /// <summary>Reads what was asked for.</summary>
    /// <param name="range">A name such as <c>24h</c>, counted back from <paramref name="to"/>; 24h when neither it nor <paramref name="from"/> is given.</param>
    /// <param name="from">Start, instead of a range.</param>
    /// <param name="to">End; now when left out.</param>
    /// <param name="clock">Says when now is.</param>
    public static TimeSpans Read(string? range, DateTimeOffset? from, DateTimeOffset? to, TimeProvider clock)
    {
        var end = to ?? clock.GetUtcNow();
        var start = from ?? end - Length(range);
        if (start >= end)
        {
            throw new RefusalException(Refusals.BadField("from", "The span of time is empty.", "Let from be before to."));
        }

        if (end - start > Longest)
        {
            throw new RefusalException(Refusals.BadField("from", "The span of time is longer than 400 days.", "Choose a shorter one."));
        }

        return new TimeSpans(start, end, Array.Find(Widths, width => (end - start) / width <= MostBuckets));
    }

    private static TimeSpan Length(string? range) => Ranges.TryGetValue(range ?? "24h", out var length)
        ? length
        : throw new RefusalException(Refusals.BadField("range", "There is no such range.", $"Use one of {string.Join(", ", Ranges.Keys)}."));
}
