using Bartizan.Guard.Spans;
using Bartizan.Guard.Validation;

namespace Bartizan.Guard.Personal;

/// <summary>Numbers that hold letters: IBAN, national insurance, Spanish, Italian, Singaporean, Finnish and Indian identity numbers, vehicles, passports, wallets.</summary>
internal static class LetteredNumbers
{
    private static readonly HitKind Iban = Make("iban", "An IBAN: country, length and check digits hold.");
    private static readonly HitKind Nino = Make("uk-nino", "A UK national insurance number.");
    private static readonly HitKind VinKind = LetteredNumberKinds.OfLength(17)[0].Kind;
    private static readonly HitKind Hetu = Make("fi-hetu", "A Finnish identity code: the check character holds.");
    private static readonly HitKind Eth = Make("eth-address", "An Ethereum address.");
    private static readonly HitKind Btc = Make("btc-address", "A Bitcoin address: the checksum holds.");
    private static readonly ContextWords HashWords = new("hash", "commit", "digest", "checksum", "block");

    /// <summary>Words for a passport.</summary>
    public static ContextWords PassportWords { get; } = new("passport", "reisepass", "passeport", "pasaporte", "passaporto", "passaporte", "paspoort", "pasaport", "여권", "护照", "旅券");

    /// <summary>A passport's number.</summary>
    public static HitKind Passport { get; } = Make("passport", "A document number beside words that say it is a passport's.");

    /// <summary>The number that the word of <paramref name="length"/> letters and digits at <paramref name="start"/> is, or begins.</summary>
    public static Hit Match(ref SpanText text, int start, int length)
    {
        if (text[start - 1] is '.' or '-' or '/' && CharSet.Word.Contains(text[start - 2]))
        {
            return default;
        }

        var word = text.Chars.Slice(start, length);
        if (word.Length >= 4 && char.IsAsciiLetter(word[0]) && char.IsAsciiLetter(word[1]) && char.IsAsciiDigit(word[2]) && char.IsAsciiDigit(word[3]))
        {
            var hit = MatchIban(ref text, start, spaced: char.IsAsciiLetterUpper(word[0]));
            hit = hit.Length > 0 ? hit : MatchGroupedNino(ref text, start, length);
            if (hit.Length > 0)
            {
                return hit;
            }
        }

        if (GroupedNumbers.Match(ref text, start, length) is { Length: > 0 } grouped)
        {
            return grouped;
        }

        if (length is not ((>= 6 and <= 18) or (>= 26 and <= 35)) || word.Contains('_'))
        {
            return default;
        }

        Span<char> upper = stackalloc char[length];
        word.ToUpperInvariant(upper);
        return Classify(ref text, start, word, upper) is { } found && !text.StartsWith(start + length, "://") ? new Hit(start, length, found.Kind, found.Score) : default;
    }

    /// <summary>Finnish codes and national insurance numbers in groups: their first word holds digits alone.</summary>
    public static Hit MatchNino(ref SpanText text, int start)
    {
        if (text.Run(start, CharSet.Digits, 7) == 6 && text[start + 6] is '-' or '+' or 'A' && MatchHetu(ref text, start) is { Length: > 0 } hetu)
        {
            return hetu;
        }

        if (start < 3 || text[start - 1] is not (' ' or '-') || !char.IsAsciiLetterUpper(text[start - 2]) || CharSet.Word.Contains(text[start - 4]))
        {
            return default;
        }

        Span<char> letters = [text[start - 3], text[start - 2], '0', '0'];
        return MatchNinoAt(ref text, start - 3, letters[..2], start);
    }

    private static Hit MatchGroupedNino(ref SpanText text, int start, int length) =>
        length is 4 or 8 ? MatchNinoAt(ref text, start, [text[start], text[start + 1]], start + 2) : default;

    /// <summary>Six digits in pairs and a letter, from <paramref name="at"/> on.</summary>
    private static Hit MatchNinoAt(ref SpanText text, int start, scoped ReadOnlySpan<char> prefix, int at)
    {
        Span<char> number = stackalloc char[9];
        prefix.CopyTo(number);
        for (var i = 2; i < 9; i++)
        {
            if (i is 4 or 6 or 8 && text[at] is ' ' or '-')
            {
                at++;
            }

            number[i] = text[at++];
        }

        return LetteredNumberRules.Nino(number) && !CharSet.Word.Contains(text[at]) ? new Hit(start, at - start, Nino, 0.9) : default;
    }

    // In lower case only in one piece: "at 20 or so words" is prose.
    private static Hit MatchIban(ref SpanText text, int start, bool spaced)
    {
        var length = Ibans.LengthFor([char.ToUpperInvariant(text[start]), char.ToUpperInvariant(text[start + 1])]);
        if (length == 0)
        {
            return default;
        }

        Span<char> compact = stackalloc char[Ibans.MaxLength];
        var count = 0;
        var at = start;
        while (count < length)
        {
            var c = text[at];
            if (spaced ? CharSet.UpperAlphanumeric.Contains(c) : CharSet.Alphanumeric.Contains(c))
            {
                compact[count++] = char.ToUpperInvariant(c);
            }
            else if (!spaced || c is not (' ' or '-') || !CharSet.UpperAlphanumeric.Contains(text[at + 1]))
            {
                return default;
            }

            at++;
        }

        return Checksums.Iban(compact[..length]) && !CharSet.Word.Contains(text[at]) ? new Hit(start, at - start, Iban, 0.97) : default;
    }

    private static Hit MatchHetu(ref SpanText text, int start)
    {
        Span<char> code = stackalloc char[10];
        for (var i = 0; i < 10; i++)
        {
            code[i] = text[start + i + (i < 6 ? 0 : 1)];
        }

        return !CharSet.Word.Contains(text[start + 11]) && LetteredNumberRules.Hetu(code)
            ? new Hit(start, 11, Hetu, 0.9)
            : default;
    }

    private static (HitKind Kind, double Score)? Classify(ref SpanText text, int start, scoped ReadOnlySpan<char> word, scoped ReadOnlySpan<char> upper)
    {
        foreach (var kind in LetteredNumberKinds.OfLength(upper.Length))
        {
            if (!kind.Holds(kind.Capitals ? word : upper) || (kind.Kind == VinKind && !IsVinWritten(word)))
            {
                continue;
            }

            if (kind.Alone > 0)
            {
                return (kind.Kind, kind.Alone);
            }

            if (Context.Surrounds(ref text, start, start + word.Length, kind.Words!))
            {
                return (kind.Kind, kind.Named);
            }
        }

        var passport = upper.Length is >= 6 and <= 9 && char.IsAsciiLetterUpper(word[0]) && CharSet.UpperAlphanumeric.ContainsAll(word);
        var wallet = word.Length is >= 26 and <= 35 && word[0] is '1' or '3';
        return (!passport && !wallet) || Context.SaysOtherwise(ref text, start) ? null
            : passport && Context.Surrounds(ref text, start, start + word.Length, PassportWords) ? (Passport, 0.8)
            : wallet && BitcoinAddresses.IsValid(word) ? (Btc, 0.97)
            : null;
    }

    private static bool IsVinWritten(ReadOnlySpan<char> word) => !CharSet.LowerAlphanumeric.ContainsAll(word) && word.IndexOfAnyInRange('A', 'Z') >= 0;

    /// <summary>The wallet address that the long word at <paramref name="start"/> is: longer than any number, so asked for apart.</summary>
    public static Hit MatchWallet(ref SpanText text, int start)
    {
        if (text[start] == '0' && text[start + 1] is 'x' && text.Run(start + 2, CharSet.Hex, 41) == 40 && !CharSet.Word.Contains(text[start + 42]))
        {
            return Context.SaysOtherwise(ref text, start) || Context.Surrounds(ref text, start, start + 42, HashWords) ? default : new Hit(start, 42, Eth, 0.8);
        }

        var length = text[start] == 'b' && text.StartsWith(start, "bc1") ? text.Run(start, CharSet.LowerAlphanumeric, 91) : 0;
        return length is >= 14 and <= 90 && !CharSet.Word.Contains(text[start + length]) && BitcoinAddresses.IsBech32(text.Chars.Slice(start, length)) ? new Hit(start, length, Btc, 0.97) : default;
    }

    private static HitKind Make(string name, string reason) => new($"pii.{name}", "personal-data", reason);
}
