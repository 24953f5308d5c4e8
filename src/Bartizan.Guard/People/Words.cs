using Bartizan.Guard.Spans;

namespace Bartizan.Guard.People;

/// <summary>Reads words of natural language, of any script, with the hyphens and apostrophes inside them.</summary>
internal static class Words
{
    /// <summary>No name or street's word is longer.</summary>
    public const int Longest = 32;

    /// <summary>One past the word at <paramref name="start"/>, or <paramref name="start"/>; of a longer word, one past <paramref name="most"/> units.</summary>
    public static int End(ref SpanText text, int start, int most = Longest)
    {
        var at = start;
        while (at - start < most)
        {
            var c = text[at];
            if (!IsLetter(c) && !(at > start && c is '\'' or '-' or '\u2019' && IsLetter(text[at + 1]) && !EndsPossessive(ref text, at)))
            {
                break;
            }

            at++;
        }

        return at;
    }

    /// <summary>Whether a capital letter and a small one begin the word at <paramref name="start"/>: a name's, not an abbreviation's.</summary>
    public static bool IsCapitalised(ref SpanText text, int start) => IsUpper(text[start]) && (IsLower(text[start + 1]) || (text[start + 1] is '\'' or '\u2019' && IsUpper(text[start + 2])));

    /// <summary>Whether nothing before <paramref name="start"/> makes the word part of code, an address or an identifier.</summary>
    public static bool BeginsFreely(ref SpanText text, int start)
    {
        var before = text[start - 1];
        return !IsLetter(before) && !char.IsAsciiDigit(before) && before is not ('_' or '/' or '\\' or '@' or '$' or '#' or '-' or '&' or '{' or '<' or '%') && (before != '.' || !IsLetter(text[start - 2]));
    }

    /// <summary>Whether nothing behind <paramref name="end"/> does.</summary>
    public static bool EndsFreely(ref SpanText text, int end)
    {
        var next = text[end];
        return next is not ('_' or '(' or '\\' or '/' or '@' or '=' or '<' or '[' or '{' or '+' or '*' or '`' or '-' or '|' or '&') && !char.IsAsciiDigit(next)
            && !(next is '.' or ':' && (IsLetter(text[end + 1]) || char.IsAsciiDigit(text[end + 1]) || text[end + 1] is ':' or '/'));
    }

    public static bool IsLetter(char c) => c < 128 ? char.IsAsciiLetter(c) : char.IsLetter(c);

    public static bool IsUpper(char c) => c < 128 ? char.IsAsciiLetterUpper(c) : char.IsUpper(c);

    public static bool IsLower(char c) => c < 128 ? char.IsAsciiLetterLower(c) : char.IsLower(c);

    // The s of "Anna's" is not hers.
    private static bool EndsPossessive(ref SpanText text, int apostrophe) => text[apostrophe] != '-' && text[apostrophe + 1] is 's' && !IsLetter(text[apostrophe + 2]);
}
