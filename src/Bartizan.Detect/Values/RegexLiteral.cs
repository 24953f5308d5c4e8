namespace Bartizan.Detect.Values;

/// <summary>Finds a text that every match of a regular expression contains, so that values without it are never put to the expression.</summary>
internal static class RegexLiteral
{
    private const int Shortest = 3;

    /// <summary>
    /// The longest run of plain characters outside of groups and classes that is not optional; null when there is none of three characters, or
    /// when alternatives or inline options stand outside of groups.
    /// </summary>
    public static string? Longest(string pattern)
    {
        var (best, run, depth) = ("", new System.Text.StringBuilder(), 0);
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            char? plain = null;
            switch (c)
            {
                case '\\' when i + 1 < pattern.Length:
                    c = pattern[++i];
                    if (char.IsAsciiLetterOrDigit(c))
                    {
                        // Escapes of code points and references are longer than one letter: nothing after them on this run can be trusted to be plain.
                        if (c is 'x' or 'u' or 'c' or 'p' or 'P' or 'k' || char.IsAsciiDigit(c))
                        {
                            return null;
                        }
                    }
                    else
                    {
                        plain = c;
                    }

                    break;
                case '[':
                    i = EndOfClass(pattern, i);
                    break;
                case '(':
                    if (depth == 0 && i + 1 < pattern.Length && pattern[i + 1] == '?' && i + 2 < pattern.Length && pattern[i + 2] != ':')
                    {
                        return null;
                    }

                    depth++;
                    break;
                case ')':
                    depth--;
                    break;
                case '|' when depth == 0:
                    return null;
                case '.' or '^' or '$' or '|' or '*' or '+' or '?' or '{' or '}':
                    if (c is '*' or '?' or '{' && run.Length > 0)
                    {
                        run.Length--;
                    }

                    if (c == '{')
                    {
                        i = Math.Max(i, pattern.IndexOf('}', i));
                    }

                    break;
                default:
                    plain = c;
                    break;
            }

            if (plain is { } kept && depth == 0)
            {
                run.Append(kept);
                continue;
            }

            best = run.Length > best.Length ? run.ToString() : best;
            run.Clear();
        }

        best = run.Length > best.Length ? run.ToString() : best;
        return best.Length >= Shortest ? best : null;
    }

    private static int EndOfClass(string pattern, int at)
    {
        var i = at + 1;
        i += i < pattern.Length && pattern[i] == '^' ? 1 : 0;
        i += i < pattern.Length && pattern[i] == ']' ? 1 : 0;
        while (i < pattern.Length && pattern[i] != ']')
        {
            i += pattern[i] == '\\' ? 2 : 1;
        }

        return Math.Min(i, pattern.Length - 1);
    }
}
