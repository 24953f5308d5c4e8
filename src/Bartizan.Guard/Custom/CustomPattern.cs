using System.Text;
using System.Text.RegularExpressions;

namespace Bartizan.Guard.Custom;

/// <summary>A pattern anchored to the place it is tried at, and the text that every match of it begins with, if there is such a text.</summary>
internal sealed class CustomPattern
{
    /// <summary>Longest pattern.</summary>
    public const int MaxLength = 512;

    /// <summary>Longest match, and how much text a stream holds for one.</summary>
    public const int MaxMatch = 128;

    // Building one takes a millisecond and more, and most of a thousand patterns are never met: each is built when its beginning first is.
    private readonly Lazy<Regex> _regex;

    /// <summary>Takes a pattern that <see cref="Check"/> accepts.</summary>
    public CustomPattern(string pattern)
    {
        _regex = new Lazy<Regex>(() => Anchored(pattern));
        Literal = BeginningOf(pattern);
    }

    /// <summary>Accepts a pattern, or throws.</summary>
    /// <exception cref="FormatException">It is no pattern, needs backtracking, or is too large; the message is for people.</exception>
    public static void Check(string pattern)
    {
        if (pattern.Length is 0 or > MaxLength)
        {
            throw new FormatException($"a pattern has 1 to {MaxLength} characters");
        }

        try
        {
            // By itself too: anchored, an unbalanced bracket could pass.
            _ = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            if (Anchored(pattern).IsMatch(""))
            {
                throw new FormatException("it matches the empty text");
            }
        }
        catch (NotSupportedException e)
        {
            throw new FormatException("it needs backtracking (look-around, back-references, atomic groups) or is too large", e);
        }
        catch (RegexParseException e)
        {
            throw new FormatException($"it is no pattern ({e.Error} at {e.Offset + 1})", e);
        }
    }

    /// <summary>What every match begins with, at least <see cref="LiteralIndex.MinLength"/> characters; null where nothing is sure.</summary>
    public string? Literal { get; }

    /// <summary>Length of the match at the start of <paramref name="text"/>, or 0.</summary>
    public int Match(ReadOnlySpan<char> text)
    {
        foreach (var match in _regex.Value.EnumerateMatches(text))
        {
            return match.Index == 0 ? match.Length : 0;
        }

        return 0;
    }

    private static Regex Anchored(string pattern) => new($"^(?:{pattern})", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>The plain characters a pattern begins with: up to the first sign that means something, and without the last when a quantifier follows it.</summary>
    private static string? BeginningOf(string pattern)
    {
        var at = pattern.StartsWith("(?i)", StringComparison.Ordinal) ? 4 : 0;
        at += pattern.AsSpan(at).StartsWith(@"\b") ? 2 : 0;
        if (HasTopLevelChoice(pattern))
        {
            return null;
        }

        var literal = new StringBuilder();
        while (at < pattern.Length)
        {
            var c = pattern[at];
            var escaped = c == '\\' && at + 1 < pattern.Length && !char.IsAsciiLetterOrDigit(pattern[at + 1]);
            if (!escaped && c is '\\' or '[' or '(' or '.' or '^' or '$' or '|' or '#')
            {
                break;
            }

            if (!escaped && c is '?' or '*' or '+' or '{')
            {
                literal.Length = Math.Max(0, literal.Length - 1);
                break;
            }

            literal.Append(escaped ? pattern[at + 1] : c);
            at += escaped ? 2 : 1;
        }

        return literal.Length >= LiteralIndex.MinLength ? literal.ToString() : null;
    }

    private static bool HasTopLevelChoice(string pattern)
    {
        var (depth, set) = (0, false);
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    set = true;
                    break;
                case ']':
                    set = false;
                    break;
                case '(' when !set:
                    depth++;
                    break;
                case ')' when !set:
                    depth--;
                    break;
                case '|' when !set && depth == 0:
                    return true;
            }
        }

        return false;
    }
}
