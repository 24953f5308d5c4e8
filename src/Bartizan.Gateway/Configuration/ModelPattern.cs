namespace Bartizan.Gateway.Configuration;

/// <summary>Matches model names: letters as they are, <c>*</c> for any run of characters. Linear in the name for any pattern with one star, and never backtracks over more than one.</summary>
internal static class ModelPattern
{
    /// <summary>Whether one of the patterns matches.</summary>
    public static bool MatchesAny(IReadOnlyList<string> patterns, ReadOnlySpan<char> name)
    {
        // By index: an enumerator for each list would be garbage for each exchange.
        for (var i = 0; i < patterns.Count; i++)
        {
            if (Matches(patterns[i], name))
            {
                return true;
            }
        }

        return false;
    }

    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int p = 0, n = 0, star = -1, resume = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resume = n;
            }
            else if (p < pattern.Length && pattern[p] == name[n])
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }
}
