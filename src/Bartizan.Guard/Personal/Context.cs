using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Personal;

/// <summary>Words beside a number that say what it is.</summary>
internal static class Context
{
    private const int Before = 72;
    private const int After = 40;

    private static readonly ContextWords Other = new(
        "order", "invoice", "build", "batch", "serial", "ticket", "tracking", "commit", "reference", "article", "isbn", "amount", "version", "timestamp",
        "checksum", "sku", "invalid", "hash", "revision", "release");

    /// <summary>Whether one of <paramref name="words"/> stands in the <paramref name="reach"/> characters before <paramref name="start"/>.</summary>
    public static bool Precedes(ref SpanText text, int start, ContextWords words, int reach = Before) =>
        words.In(text.Chars[Math.Max(0, start - reach)..start]);

    /// <summary>Whether one of <paramref name="words"/> stands before, or in the 40 characters after <paramref name="end"/>, before the line ends or another number begins.</summary>
    public static bool Surrounds(ref SpanText text, int start, int end, ContextWords words)
    {
        if (Precedes(ref text, start, words))
        {
            return true;
        }

        var stop = end;
        while (stop < end + After && text[stop] is not ('\n' or '\0' or (>= '0' and <= '9')))
        {
            stop++;
        }

        return !text.Touched && words.In(text.Chars[end..stop]);
    }

    /// <summary>Whether the words right before say that the number is something else: an order, a build, an ISBN.</summary>
    public static bool SaysOtherwise(ref SpanText text, int start) => Other.In(text.Chars[Math.Max(0, start - 28)..start]);
}
