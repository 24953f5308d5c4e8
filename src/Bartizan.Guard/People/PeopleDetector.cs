using System.Buffers;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.People;

/// <summary>Names, postal addresses and places of people, found at capital letters and house numbers.</summary>
internal sealed class PeopleDetector : SpanDetector
{
    private const int Near = 8;
    private static readonly SearchValues<char> Quiet = SearchValues.Create([.. Enumerable.Range(0, 128).Select(c => (char)c).Where(c => !char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c))]);

    public override string Name => "personal-data";

    public override int Scan(ref SpanText text, int from, List<Hit> hits)
    {
        var at = from;
        while ((at = Next(text.Chars, at)) < text.Length)
        {
            var start = at;
            var free = Words.BeginsFreely(ref text, start);
            var digit = char.IsAsciiDigit(text[start]);
            var hit = !free ? default : digit ? AtNumber(ref text, start) : AtWord(ref text, start);
            if (text.NeedsMore())
            {
                return start;
            }

            if (hit.Length > 0)
            {
                hits.Add(hit);
                at = hit.End;
                continue;
            }

            at = start + 1;
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text.Chars[at]) || text.Chars[at] == '_'))
            {
                at++;
            }
        }

        return text.Length;
    }

    // In data, capitals and digits stand close, and where scripts alternate a search would begin anew at every letter: the next few are looked at one by one.
    private static int Next(ReadOnlySpan<char> text, int at)
    {
        for (var near = at + Near; at < text.Length; at++)
        {
            if (at >= near && Folder.IsPlainStretch(text, at))
            {
                var quiet = text[at..].IndexOfAnyExcept(Quiet);
                if (quiet < 0)
                {
                    return text.Length;
                }

                at += quiet;
                near = at + Near;
            }

            if (char.IsAsciiDigit(text[at]) || IsCapital(text[at]))
            {
                break;
            }
        }

        return at;
    }

    // Names are known in Latin letters: up to Latin Extended-B.
    private static bool IsCapital(char c) => c < 128 ? char.IsAsciiLetterUpper(c) : c < 0x250 && char.IsUpper(c);

    private static Hit AtNumber(ref SpanText text, int start)
    {
        var hit = AddressMatcher.FromNumber(ref text, start);
        return hit.Length > 0 || text.Touched ? hit : Postcodes.FromNumber(ref text, start);
    }

    private static Hit AtWord(ref SpanText text, int start)
    {
        var end = Words.End(ref text, start);
        if (char.IsAsciiDigit(text[end]))
        {
            return Postcodes.FromLetters(ref text, start);
        }

        // Code and the beginnings of sentences are most of all capitals.
        if (text.Touched || !Words.EndsFreely(ref text, end) || Lexicon.KindsOf(text.Chars[start..end]) is var kinds && kinds.Has(WordKinds.Everyday))
        {
            return default;
        }

        var hit = text[end] is ' ' or ',' or '.' ? AddressMatcher.FromWord(ref text, start, kinds) : default;
        return hit.Length > 0 || text.Touched ? hit : PersonMatcher.Match(ref text, start, kinds);
    }
}
