using System.Text;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Budgets;

/// <summary>Counts tokens without any model's tokeniser: four ASCII characters make one, any other character is about one.</summary>
internal static class TokenEstimate
{
    /// <summary>Tokens of a message's texts.</summary>
    public static long Of(ReadOnlySpan<Segment> segments)
    {
        var eighths = 0L;
        foreach (ref readonly var segment in segments)
        {
            eighths += Eighths(segment.Text.Span);
        }

        return Whole(eighths);
    }

    /// <summary>Tokens of as much of a stream as came.</summary>
    public static long Of(StreamReport report)
    {
        var eighths = 0L;
        foreach (var segment in report.Segments)
        {
            // What was too long to be kept counts like ASCII.
            eighths += Eighths(segment.Text.Span) + (2 * (segment.Length - segment.Text.Length));
        }

        return Whole(eighths);
    }

    // With u UTF-16 units and b bytes of UTF-8 this makes 2 of an ASCII character, 5 of a two-byte one, 8 of a three-byte one, 10 of a pair.
    private static long Eighths(ReadOnlySpan<char> text) => (3L * Encoding.UTF8.GetByteCount(text)) - text.Length;

    private static long Whole(long eighths) => (eighths + 7) / 8;
}
