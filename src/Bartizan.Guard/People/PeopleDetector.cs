using System.Buffers;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.People;

/// <summary>Names, postal addresses and places of people, found at capital letters and house numbers.</summary>
internal sealed class PeopleDetector : SpanDetector
{
    private static readonly SearchValues<char> Triggers = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞČĆĎĐĚĞĢĪİĶŁĻŁŃŇŅŐŘŚŠŞȘŤȚŪŮŰŹŻŽŌĀĒ");

    public override string Name => "personal-data";

    public override int Scan(ref SpanText text, int from, List<Hit> hits)
    {
        var at = from;
        while (at < text.Length && text.Chars[at..].IndexOfAny(Triggers) is >= 0 and var offset)
        {
            var start = at + offset;
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

    private static Hit AtNumber(ref SpanText text, int start)
    {
        var hit = AddressMatcher.FromNumber(ref text, start);
        return hit.Length > 0 || text.Touched ? hit : Postcodes.FromNumber(ref text, start);
    }

    private static Hit AtWord(ref SpanText text, int start)
    {
        var hit = AddressMatcher.FromWord(ref text, start);
        hit = hit.Length > 0 || text.Touched ? hit : Postcodes.FromLetters(ref text, start);
        return hit.Length > 0 || text.Touched ? hit : PersonMatcher.Match(ref text, start);
    }
}
