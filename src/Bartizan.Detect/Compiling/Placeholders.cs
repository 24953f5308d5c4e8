using System.Text;

namespace Bartizan.Detect.Compiling;

/// <summary>Replaces <c>%name%</c> in values of the modifier expand (Sigma rules specification 2.1, "Placeholders").</summary>
internal static class Placeholders
{
    /// <summary>At most so many values come of one.</summary>
    public const int Most = 100_000;

    /// <summary>
    /// Every value with its placeholders replaced, each combination once; null with the name of a placeholder that has no values, or with an
    /// empty name where there are more than <see cref="Most"/>.
    /// </summary>
    public static IReadOnlyList<string>? Expand(string written, Func<string, IReadOnlyList<string>?> lists, out string missing)
    {
        missing = "";
        var made = new List<StringBuilder> { new() };
        for (var i = 0; i < written.Length;)
        {
            if (written[i] == '\\' && i + 1 < written.Length && written[i + 1] == '%')
            {
                made.ForEach(m => m.Append('%'));
                i += 2;
            }
            else if (written[i] == '%' && written.IndexOf('%', i + 1) is var end && end > i + 1 && IsName(written.AsSpan(i + 1, end - i - 1)))
            {
                var name = written[(i + 1)..end];
                if (lists(name) is not { } values)
                {
                    missing = name;
                    return null;
                }

                if ((long)made.Count * values.Count > Most)
                {
                    return null;
                }

                made = [.. made.SelectMany(m => values.Select(v => new StringBuilder().Append(m).Append(v)))];
                i = end + 1;
            }
            else
            {
                foreach (var m in made)
                {
                    m.Append(written[i]);
                }

                i++;
            }
        }

        return [.. made.Select(m => m.ToString())];
    }

    /// <summary>The names of all placeholders in a value.</summary>
    public static IReadOnlyList<string> Names(string written)
    {
        var names = new List<string>();
        Expand(
            written,
            name =>
            {
                names.Add(name);
                return [""];
            },
            out _);
        return names;
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('_' or '-' or '.' or ':'))
            {
                return false;
            }
        }

        return true;
    }
}
