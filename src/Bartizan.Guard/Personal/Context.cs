using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Personal;

/// <summary>Words beside a number that say what it is.</summary>
internal static class Context
{
    private const int Before = 72;
    private const int After = 40;

    private static readonly ContextWords Other = new(
        "order", "invoice", "build", "batch", "serial", "ticket", "tracking", "commit", "reference", "article", "isbn", "amount", "version", "timestamp",
        "checksum", "sku", "invalid", "hash", "revision", "release", "suite", "apt", "unit", "bestellung", "rechnung", "commande", "facture", "pedido", "factura", "ordine", "fattura", "encomenda", "fatura", "bestelling", "factuur");

    /// <summary>Whether one of <paramref name="words"/> stands in the <paramref name="reach"/> characters before <paramref name="start"/>.</summary>
    public static bool Precedes(ref SpanText text, int start, ContextWords words, int reach = Before) =>
        words.In(text.Chars[Math.Max(0, start - reach)..start]);

    /// <summary>Whether one of <paramref name="words"/> stands in the <paramref name="reach"/> characters before, or in the 40 characters after <paramref name="end"/>, before the line ends or another number begins.</summary>
    public static bool Surrounds(ref SpanText text, int start, int end, ContextWords words, int reach = Before)
    {
        if (Precedes(ref text, start, words, reach))
        {
            return true;
        }

        var stop = end;
        while (stop < end + After && text[stop] is not ('\n' or '\0' or (>= '0' and <= '9')))
        {
            stop++;
        }

        // "1990-01-01 user=x dob=02.03.1985": the word is the next number's.
        var after = text.Chars[end..Math.Min(stop, text.Length)];
        return !text.Touched && !(char.IsAsciiDigit(text[stop]) && after.TrimEnd(" \"'") is [.., '=' or ':']) && words.In(after);
    }

    /// <summary>Whether the words right before say that the number is something else: an order, a build, an ISBN.</summary>
    public static bool SaysOtherwise(ref SpanText text, int start) => Other.In(text.Chars[Math.Max(0, start - 28)..start]);
}
