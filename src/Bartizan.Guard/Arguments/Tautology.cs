namespace Bartizan.Guard.Arguments;

/// <summary>Finds a condition between constants that always holds, after an <c>or</c>: <c>or 1=1</c>, <c>' or 'a'='a</c>, <c>|| "x" like "x"</c>.</summary>
internal static class Tautology
{
    private static readonly System.Buffers.SearchValues<string> Connectors = System.Buffers.SearchValues.Create(["or", "||"], StringComparison.Ordinal);

    // Longer constants are data.
    private const int LongestConstant = 32;

    /// <summary>Finds the first in a reading in lower case.</summary>
    public static bool Find(ReadOnlySpan<char> text, out int start, out int end)
    {
        for (var at = 0; text[at..].IndexOfAny(Connectors) is >= 0 and var offset; at = start + 2)
        {
            start = at + offset;
            end = start;
            var before = start == 0 ? ' ' : text[start - 1];
            if (before == 'x')
            {
                before = start < 2 ? ' ' : text[start - 2];
            }

            if (!char.IsAsciiLetterOrDigit(before) && Holds(text, start + 2, out end))
            {
                return true;
            }
        }

        (start, end) = (0, 0);
        return false;
    }

    private static bool Holds(ReadOnlySpan<char> text, int at, out int end)
    {
        end = at;
        at = Skip(text, at, " (");
        if (!Constant(text, ref at, out var left))
        {
            return false;
        }

        at = Skip(text, at, " )");
        var operation = at;
        at += text[at..].StartsWith("like ") ? 5 : text[at..].StartsWith("<=>") ? 3 : text[at..].StartsWith("==") || text[at..].StartsWith("is ") ? 2 : text[at..].StartsWith("=") ? 1 : 0;
        if (at == operation)
        {
            return false;
        }

        at = Skip(text, at, " (");
        var holds = Constant(text, ref at, out var right) && left.SequenceEqual(right);
        end = at;
        return holds;
    }

    // A number, or a string whose end may be left to the statement around it.
    private static bool Constant(ReadOnlySpan<char> text, ref int at, out ReadOnlySpan<char> constant)
    {
        var start = at;
        constant = [];
        if (at >= text.Length)
        {
            return false;
        }

        if (text[at] is '\'' or '"')
        {
            var rest = text[(at + 1)..];
            rest = rest[..Math.Min(rest.Length, LongestConstant)];
            var close = rest.IndexOf(text[at]);
            constant = close < 0 ? rest : rest[..close];
            at += 1 + constant.Length + (close < 0 ? 0 : 1);
            return close >= 0 || at == text.Length;
        }

        while (at < text.Length && char.IsAsciiDigit(text[at]) && at - start < LongestConstant)
        {
            at++;
        }

        constant = text[start..at];
        return at > start && (at == text.Length || !char.IsAsciiLetter(text[at]));
    }

    private static int Skip(ReadOnlySpan<char> text, int at, ReadOnlySpan<char> what) =>
        text[at..].IndexOfAnyExcept(what) is >= 0 and var length ? at + length : text.Length;
}
