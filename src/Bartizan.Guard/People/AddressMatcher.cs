using Bartizan.Guard.Spans;

namespace Bartizan.Guard.People;

/// <summary>
/// Postal addresses: a house number with a street beside it, or a flat's number behind a name and number, and what of flat, postcode, town and country follows.
/// </summary>
internal static class AddressMatcher
{
    private const int MaxNumber = 5;
    private const int MaxStreetWords = 6;
    private const int MaxLength = 200;
    private const int MaxTail = 12;
    private const int LongestParticle = 5;
    private static readonly HitKind Kind = new("pii.address", "personal-data", "A house number with a street, and what follows of the address.");

    /// <summary>The address that the number at <paramref name="start"/> begins: <c>12 Baker Street</c>, <c>40 rue Victor Hugo</c>, <c>Apt. 3, 12 …</c>.</summary>
    public static Hit FromNumber(ref SpanText text, int start)
    {
        var at = start;
        for (var numbers = 0; numbers < 3; numbers++)
        {
            var digits = text.Run(at, CharSet.Digits, MaxNumber + 1);
            if (digits is 0 or > MaxNumber)
            {
                break;
            }

            at += digits;
            at += char.IsAsciiLetter(text[at]) && !Words.IsLetter(text[at + 1]) ? 1 : 0;
            at += text[at] == ',' && text[at + 1] == ' ' ? 1 : 0;
            if (text[at] is not ' ')
            {
                return default;
            }

            at++;
        }

        if (at == start || !Words.IsLetter(text[at]))
        {
            return default;
        }

        if (text.StartsWith(at, "P.O. Box ") || text.StartsWith(at, "PO Box "))
        {
            var box = Number(ref text, at + (text[at + 1] == '.' ? 8 : 6));
            return box > 0 ? Finish(ref text, start, box, 0.7) : default;
        }

        var end = Street(ref text, at, start);
        return end == 0 ? default : Finish(ref text, start, end, 0.75);
    }

    /// <summary>The address that the word at <paramref name="start"/> begins: <c>Hauptstraße 5</c>, <c>Calle Mayor 12</c>, <c>Suite 4, …</c>.</summary>
    public static Hit FromWord(ref SpanText text, int start)
    {
        var wordEnd = Words.End(ref text, start);
        var word = text.Chars[start..Math.Min(wordEnd, text.Length)];
        if (word.Length < 2)
        {
            return default;
        }

        if (Streets.IsUnit(word) && Number(ref text, wordEnd) is > 0 and var unit)
        {
            // A flat alone is no address: what follows must be one.
            var next = unit + (text[unit] == ',' ? 1 : 0);
            next += text[next] is ' ' or '\n' ? 1 : 0;
            return char.IsAsciiDigit(text[next]) && FromNumber(ref text, next) is { Length: > 0 } street ? new Hit(start, street.End - start, Kind, 0.75)
                : word.Equals("Box", StringComparison.OrdinalIgnoreCase) || (text[unit] == ' ' && text.StartsWith(unit + 1, "Box ")) ? Finish(ref text, start, unit, 0.6)
                : default;
        }

        if (word is "P" or "PO" && text.StartsWith(wordEnd, " Box ") && Number(ref text, wordEnd + 4) is > 0 and var box)
        {
            return Finish(ref text, start, box, 0.7);
        }

        if (word is "FPO" or "APO" or "DPO" && text[wordEnd] == ' ' && Streets.IsState(ref text, wordEnd + 1, wordEnd + 3) && Number(ref text, wordEnd + 3) is > 0 and var military)
        {
            return new Hit(start, military - start, Kind, 0.75);
        }

        var end = Street(ref text, start, house: -1);
        return end == 0 ? default : Finish(ref text, start, end, 0.7);
    }

    /// <summary>One past the street whose words begin at <paramref name="start"/>, with the number behind it, or 0. Where no number stands before it, at <paramref name="house"/>, one must stand behind.</summary>
    private static int Street(ref SpanText text, int start, int house)
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
            var last = words > 0 && upper && Streets.EndsStreet(word) || (upper && Streets.IsOneWord(word, numbered));
            begun |= words == 0 && Streets.BeginsStreet(word) && (upper || numbered);
            small += upper || Lexicon.Particles.Contains(word) ? 0 : 1;
            if (small > 0 && !begun && (!numbered || small > 2) && !(numbered && Streets.IsOneWord(word)))
            {
                return 0;
            }

            if (words == 0 && !begun && !last && NameRun.IsEveryday(word))
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

            if (begun && words > 0 && !Words.IsUpper(text[end + 1]) && !Lexicon.Particles.Contains(text.Chars[(end + 1)..Math.Min(following, text.Length)]))
            {
                soft = soft > 0 || !numbered ? soft : end;
            }

            at = end + 1;
        }

        return soft;
    }

    /// <summary>One past the number behind a space (or comma) at <paramref name="at"/>, or 0.</summary>
    private static int Number(ref SpanText text, int at)
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

    /// <summary>Takes in what follows a street: flat, town, state, postcode, country, over commas and lines, as far as they are surely of the address.</summary>
    private static Hit Finish(ref SpanText text, int start, int end, double score)
    {
        var sure = end;
        var at = end;
        for (var parts = 0; parts < MaxTail && at - start < MaxLength; parts++)
        {
            var next = SkipSeparators(ref text, at);
            if (next == at && text[at] != ' ')
            {
                break;
            }

            if (char.IsAsciiDigit(text[next]))
            {
                var digits = text.Run(next, CharSet.Alphanumeric, 9);
                digits += text[next + digits] is '-' or ' ' && text.Run(next + digits + 1, CharSet.Digits, 5) is 3 or 4 ? 1 + text.Run(next + digits + 1, CharSet.Digits, 5) : 0;
                if (digits > 8 || (Words.IsLetter(text[next + digits])) || text[next + digits] is ':' or '/' or '-' or '@')
                {
                    break;
                }

                at = sure = next + digits;
                continue;
            }

            // Kámen u Pacova, Frankfurt am Main.
            if (!Words.IsUpper(text[next]) && Words.End(ref text, next) is var small && small - next is > 0 and <= 4 && text[small] == ' ' && Words.IsUpper(text[small + 1]) && next > at && text[next - 1] == ' ' && !NameRun.BeginsSentence(text.Chars[next..Math.Min(small, text.Length)]))
            {
                next = small + 1;
            }

            if (!Words.IsUpper(text[next]))
            {
                break;
            }

            var wordEnd = Words.End(ref text, next);
            if (char.IsAsciiDigit(text[wordEnd]))
            {
                // NW1 6XE, 1017 AB.
                var outward = text.Run(next, CharSet.UpperAlphanumeric, 5);
                var inward = text[next + outward] == ' ' ? text.Run(next + outward + 1, CharSet.UpperAlphanumeric, 4) : 0;
                sure = outward is 2 or 3 or 4 && inward == 3 ? next + outward + 4 : sure;
                break;
            }

            var word = text.Chars[next..Math.Min(wordEnd, text.Length)];
            if (text[wordEnd] is ':' or '@' or '=' or '(')
            {
                break;
            }

            if (Streets.IsUnit(word) && Number(ref text, wordEnd) is > 0 and var unit)
            {
                at = sure = unit;
                continue;
            }

            if (NameRun.BeginsSentence(word) && !Streets.EndsStreet(word) && !Streets.IsState(ref text, next, wordEnd))
            {
                break;
            }

            // A town on the same line, or a country, is of the address; a word on the next line only if a number or country follows.
            var line = text.Chars[at..Math.Min(next, text.Length)].Contains('\n');
            at = wordEnd;
            if (!line && (sure == end || parts < 4) || Streets.IsState(ref text, next, wordEnd) || Lexicon.IsPlace(word))
            {
                sure = at;
            }
        }

        return text.Touched ? default : new Hit(start, sure - start, Kind, score);
    }

    private static int SkipSeparators(ref SpanText text, int at)
    {
        var lines = 0;
        var next = at;
        while (next - at < 24 && text[next] is ' ' or ',' or '\n' or '\r' or '>' or '?' or '.' or '\t')
        {
            lines += text[next] == '\n' ? 1 : 0;
            if (lines > 2 || (text[next] == '.' && !(text[next + 1] is ' ' && next - at == 0 && (char.IsAsciiDigit(text[next + 2]) || text.StartsWith(next + 2, "Apt") || text.StartsWith(next + 2, "Suite")))))
            {
                return at;
            }

            next++;
        }

        return next;
    }
}
