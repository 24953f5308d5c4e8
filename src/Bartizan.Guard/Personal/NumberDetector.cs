using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Personal;

/// <summary>
/// Everything written with digits: cards, accounts, phones, identity numbers, network addresses. Found at the first digit of a word;
/// a word longer than <see cref="MaxWord"/> is none of these.
/// </summary>
internal sealed class NumberDetector : SpanDetector
{
    private const int MaxWord = 96;
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
        hit = PlainNumbers.Match(ref text, start, ref groups);
        return hit.Length > 0 ? hit : Phones.Match(ref text, start, ref groups);
    }
}
