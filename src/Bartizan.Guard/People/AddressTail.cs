using Bartizan.Guard.Spans;

namespace Bartizan.Guard.People;

/// <summary>Reads what follows a street: flat, town, state, postcode, country, over commas and lines.</summary>
internal static class AddressTail
{
    private const int MaxLength = 200;
    private const int MaxTail = 12;

    /// <summary>Takes in what follows a street: flat, town, state, postcode, country, over commas and lines, as far as they are surely of the address.</summary>
    public static Hit Finish(ref SpanText text, HitKind kind, int start, int end, double score)
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

            if (Streets.IsUnit(word) && StreetReader.Number(ref text, wordEnd) is > 0 and var unit)
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

        return text.Touched ? default : new Hit(start, sure - start, kind, score);
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
