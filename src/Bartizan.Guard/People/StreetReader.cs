using Bartizan.Guard.Spans;

namespace Bartizan.Guard.People;

/// <summary>Reads a street with its house's number, before or behind it.</summary>
internal static class StreetReader
{
    /// <summary>Digits of the longest house number or postcode.</summary>
    public const int MaxNumber = 5;

    private const int MaxStreetWords = 6;
    private const int LongestParticle = 5;

    /// <summary>One past the street whose words begin at <paramref name="start"/>, with the number behind it, or 0. Where no number stands before it, at <paramref name="house"/>, one must stand behind.</summary>
    public static int Street(ref SpanText text, int start, int house)
    {
        var at = start;
        var numbered = house >= 0;
        var (begun, soft) = (false, 0);
        var (capitals, small) = (0, 0);
        for (var words = 0; words < MaxStreetWords; words++)
        {
            // Of prose no more is read than tells that it is none: a stream would wait for it.
            var end = Words.End(ref text, at, words > 0 && !begun && !numbered && !Words.IsUpper(text[at]) ? LongestParticle + 1 : Words.Longest);
            if (end == at)
            {
                // 76 Sikelianou 12, and 216 M. Portaliou.
                break;
            }

            var word = text.Chars[at..Math.Min(end, text.Length)];
            var upper = Words.IsUpper(text[at]);
            var kinds = Lexicon.KindsOf(word);
            var last = upper && ((words > 0 && kinds.Has(WordKinds.EndsStreet)) || Streets.IsOneWord(word, numbered || words > 0));
            begun |= words == 0 && kinds.Has(WordKinds.BeginsStreet) && (upper || numbered);
            small += upper || kinds.Has(WordKinds.Particle) ? 0 : 1;
            if (small > 0 && !begun && (!numbered || small > 2) && !(numbered && Streets.IsOneWord(word)))
            {
                return 0;
            }

            if (words == 0 && !begun && !last && kinds.Has(WordKinds.Everyday | WordKinds.Thing))
            {
                return 0;
            }

            capitals += upper ? 1 : 0;
            end += text[end] == '.' && end - at <= 4 ? 1 : 0;
            var number = Number(ref text, end);
            if (last && (numbered || number > 0))
            {
                return number > 0 ? number : end;
            }

            if (number > 0)
            {
                if (begun && words == 0)
                {
                    return 0;
                }

                // Words between two numbers, or a street's word and a number: the number is the house's.
                var lone = numbered && small == 0 && capitals is > 0 and <= 4 && Cues.NamesAddress(ref text, house);
                return begun || lone || (numbered && capitals <= 4 && (capitals > 0 || Streets.IsOneWord(word)) && FollowedByUnit(ref text, number)) ? number : soft;
            }

            if (text[end] is not ' ' || !(Words.IsLetter(text[end + 1])))
            {
                return begun && numbered && capitals > 0 && words > 0 && small == 0 ? end : FollowedByUnit(ref text, end) && numbered && capitals is > 0 and <= 4 ? end : soft;
            }

            var following = numbered || begun ? Words.End(ref text, end + 1) : end + 1;
            if (numbered && Streets.IsUnit(text.Chars[(end + 1)..Math.Min(following, text.Length)]) && capitals > 0)
            {
                return end;
            }

            if (begun && words > 0 && !Words.IsUpper(text[end + 1]) && !Lexicon.KindsOf(text.Chars[(end + 1)..Math.Min(following, text.Length)]).Has(WordKinds.Particle))
            {
                soft = soft > 0 || !numbered ? soft : end;
            }

            at = end + 1;
        }

        return soft;
    }

    /// <summary>One past the number behind a space (or comma) at <paramref name="at"/>, or 0.</summary>
    public static int Number(ref SpanText text, int at)
    {
        at += text[at] is '.' or ',' ? 1 : 0;
        if (text[at] != ' ')
        {
            return 0;
        }

        at++;
        at += text[at] == '#' ? 1 : 0;
        var digits = text.Run(at, CharSet.Digits, MaxNumber + 1);
        if (digits is 0 or > MaxNumber)
        {
            return 0;
        }

        at += digits;
        at += char.IsAsciiLetter(text[at]) && !Words.IsLetter(text[at + 1]) ? 1 : 0;
        return Words.IsLetter(text[at]) || char.IsAsciiDigit(text[at]) || (text[at] is '.' or ':' or '/' or '%' && char.IsAsciiDigit(text[at + 1])) || (text[at] == '-' && text[at + 1] is not (' ' or '\n')) ? 0 : at;
    }

    /// <summary>Whether a flat's number comes next, on this line or the next.</summary>
    private static bool FollowedByUnit(ref SpanText text, int at)
    {
        for (var skipped = 0; skipped < 8 && text[at] is ' ' or ',' or '\n' or '\r' or '>' or '?' or '.'; skipped++)
        {
            at++;
        }

        var end = Words.End(ref text, at);
        return end > at && Streets.IsUnit(text.Chars[at..Math.Min(end, text.Length)]) && Number(ref text, end) > 0;
    }
}
