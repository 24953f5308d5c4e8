using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Personal;

/// <summary>
/// Everything written with digits: cards, accounts, phones, identity numbers, network addresses. Found at the first digit of a word;
/// a word longer than <see cref="MaxWord"/> is none of these.
/// </summary>
internal sealed class NumberDetector : SpanDetector
{
    private const int MaxWord = 96;

    // Fewer digits, groups and all, are a phone number behind a plus or a bracket, and nothing else.
    private const int MinDigits = 6;
    private static readonly CharSet Prefix = CharSet.Of("+(");
    private static readonly CharSet HexAndColon = CharSet.Of("0123456789abcdefABCDEF:-");

    public override string Name => "personal-data";

    public override int Scan(ref SpanText text, int from, List<Hit> hits)
    {
        var at = from;
        while (at < text.Length && text.Chars[at..].IndexOfAnyInRange('0', '9') is >= 0 and var offset)
        {
            var digit = at + offset;
            var start = WordStart(text.Chars, digit);
            if (digit - start > MaxWord)
            {
                at = SkipWord(text.Chars, digit);
                continue;
            }

            var length = start == digit ? PlainLength(ref text, start, at) : 0;
            length = length == 0 && start >= at ? NameLength(ref text, start, at) : length;
            if (length > 0 && !text.Touched)
            {
                at = start + length;
                continue;
            }

            var earliest = Earliest(text.Chars, start, at);
            var hit = start < at ? default : Match(ref text, earliest, start);
            var next = hit.Length > 0 ? hit.End : start + text.Run(start, CharSet.Word, MaxWord + 1);
            if (text.NeedsMore())
            {
                return earliest;
            }

            if (hit.Length > 0)
            {
                hits.Add(hit);
            }

            at = Math.Max(next, digit + 1);
        }

        if (text.Final)
        {
            return text.Length;
        }

        // No digit since, but the letters at the end may be the beginning of a number.
        var tail = WordStart(text.Chars, text.Length);
        return text.Length - tail > MaxWord ? text.Length : Math.Max(at, Earliest(text.Chars, tail, at));
    }

    /// <summary>
    /// Length of the number at <paramref name="start"/>, with everything before <paramref name="from"/> looked at, when it has few digits and nothing on either side that could make more of it, else 0:
    /// counts, prices and ids are most of all numbers, and need none of the checks.
    /// </summary>
    private static int PlainLength(ref SpanText text, int start, int from)
    {
        var length = text.Run(start, CharSet.Digits, MinDigits);
        var next = text[start + length];
        if (length == MinDigits || CharSet.Word.Contains(next))
        {
            return 0;
        }

        var before = text[start - 1];
        var inside = IsInside(ref text, start, from);
        if (before == '-')
        {
            return inside ? length : 0;
        }

        var free = before is not ('+' or '(') && (before != ':' || inside) && (before != ' ' || !char.IsAsciiLetterUpper(text[start - 2]));
        var alone = next is not ('-' or '/' or ')') && (next != ':' || inside) && (next is not (' ' or '.') || !char.IsAsciiDigit(text[start + length + 1]));
        return free && alone ? length : 0;
    }

    /// <summary>
    /// Length of the word at <paramref name="start"/> when it is short and holds a letter that no number of that length holds, else 0: <c>x86</c>, <c>v2</c>,
    /// and the <c>03T04</c> of a time.
    /// </summary>
    private static int NameLength(ref SpanText text, int start, int from)
    {
        var length = text.Run(start, CharSet.Word, MinDigits);
        if (length == MinDigits || (text[start - 1] is ':' or '-' && !IsInside(ref text, start, from)) || CharSet.Hex.ContainsAll(text.Chars.Slice(start, length)))
        {
            return 0;
        }

        // AB12 may begin an IBAN or a national insurance number.
        var begins = length >= 4 && char.IsAsciiLetter(text[start]) && char.IsAsciiLetter(text[start + 1]) && char.IsAsciiDigit(text[start + 2]) && char.IsAsciiDigit(text[start + 3]);
        return begins ? 0 : length;
    }

    /// <summary>Whether a hyphen or colon before <paramref name="start"/> ends a word already looked at, as in dates and times: no network address can begin there.</summary>
    private static bool IsInside(ref SpanText text, int start, int from) =>
        text[start - 1] is '-' or ':' && start - 1 == from && char.IsAsciiDigit(text[start - 2]);

    /// <summary>Where the word that holds <paramref name="index"/> begins, or somewhere beyond reach.</summary>
    private static int WordStart(ReadOnlySpan<char> text, int index)
    {
        var limit = Math.Max(0, index - MaxWord - 1);
        while (index > limit && CharSet.Word.Contains(text[index - 1]))
        {
            index--;
        }

        return index;
    }

    private static int SkipWord(ReadOnlySpan<char> text, int index)
    {
        while (index < text.Length && CharSet.Word.Contains(text[index]))
        {
            index++;
        }

        return index;
    }

    /// <summary>Where a span whose first word with a digit starts at <paramref name="start"/> can begin, not before <paramref name="from"/>.</summary>
    private static int Earliest(ReadOnlySpan<char> text, int start, int from)
    {
        var earliest = start;
        while (earliest > from && start - earliest < 2 && Prefix.Contains(text[earliest - 1]))
        {
            earliest--;
        }

        if (start - 3 >= from && text[start - 1] is ' ' or '-' && start >= 3 && char.IsAsciiLetterUpper(text[start - 2]) && char.IsAsciiLetterUpper(text[start - 3]))
        {
            earliest = Math.Min(earliest, Math.Max(from, start - 3));
        }

        var network = start;
        while (network > from && start - network < 39 && HexAndColon.Contains(text[network - 1]))
        {
            network--;
        }

        return Math.Min(earliest, network);
    }

    private static Hit Match(ref SpanText text, int earliest, int start)
    {
        var word = text.Run(start, CharSet.Word, MaxWord + 1);
        if (word > MaxWord)
        {
            return default;
        }

        var hit = word >= 14 ? LetteredNumbers.MatchWallet(ref text, start) : NetworkAddresses.Match(ref text, earliest, start);
        if (hit.Length > 0)
        {
            return hit;
        }

        if (text.Run(start, CharSet.Digits, word) < word)
        {
            return LetteredNumbers.Match(ref text, start, word);
        }

        hit = LetteredNumbers.MatchNino(ref text, start);
        if (hit.Length > 0)
        {
            return hit;
        }

        var groups = DigitGroups.Read(ref text, start);
        if (groups.Total < MinDigits && !Prefix.Contains(text[start - 1]))
        {
            return default;
        }

        hit = PlainNumbers.Match(ref text, start, ref groups);
        return hit.Length > 0 ? hit : Phones.Match(ref text, start, ref groups);
    }
}
