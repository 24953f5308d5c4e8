namespace Bartizan.Guard.Normalization;

/// <summary>
/// Opens texts whose letters are set apart as a whole: <c>i g n o r e   a l l</c>, <c>i.g.n.o.r.e a.l.l</c>. The word scanner reads such words too, but a
/// text three times as long does not fit the windows it is judged by.
/// </summary>
internal static class SpacedLetters
{
    private const int Longest = 8192;
    private const int Shortest = 16;

    // What is written so as a whole shows it soon: more than a third of its characters are the sign between letters.
    private const int Head = 160;

    /// <summary>The text with its letters joined, or null when they are not set apart.</summary>
    public static string? Open(ReadOnlySpan<char> text)
    {
        if (text.Length is < Shortest or > Longest)
            return null;
        var head = text[..Math.Min(text.Length, Head)];
        foreach (var sign in " .-_*")
        {
            if (head.Count(sign) * 3 > head.Length && Joined(text, sign) is { } joined)
                return joined;
        }

        return null;
    }

    /// <summary>Leaves out the sign where it stands alone between two others, and of several blanks all but one; null where most signs stand elsewhere, as in rules and tables.</summary>
    private static string? Joined(ReadOnlySpan<char> text, char sign)
    {
        var joined = new char[text.Length];
        var (count, left) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var isSign = text[i] == sign;
            if (isSign && i > 0 && i + 1 < text.Length && IsSetApart(text[i - 1], sign) && IsSetApart(text[i + 1], sign))
            {
                left++;
                continue;
            }

            if (text[i] != ' ' || count == 0 || joined[count - 1] != ' ')
            {
                joined[count++] = text[i];
            }
        }

        return left * 3 > text.Length ? new string(joined, 0, count) : null;
    }

    private static bool IsSetApart(char c, char sign) => c != sign && c is not (' ' or '\n' or '\r' or '\t');
}
