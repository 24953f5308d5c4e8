using Bartizan.Guard.Spans;
using Bartizan.Guard.Validation;

namespace Bartizan.Guard.Personal;

/// <summary>
/// Numbers of digits alone. A pattern that says by itself what it is needs no more; a bare run of digits whose check digit holds one time in ten by chance
/// needs a word beside it that says what it is.
/// </summary>
internal static class PlainNumbers
{
    private delegate bool Check(ReadOnlySpan<char> digits);

    /// <summary>One kind of number.</summary>
    /// <param name="Kind">What a hit is called.</param>
    /// <param name="Length">Digits.</param>
    /// <param name="Holds">Its check.</param>
    /// <param name="Words">What may stand beside it.</param>
    /// <param name="Layout">Groups that say what it is without a word; empty when none do.</param>
    /// <param name="Separators">Separators of that layout, one a gap.</param>
    private sealed record Number(HitKind Kind, int Length, Check Holds, ContextWords Words, int[] Layout, string Separators);

    private static readonly HitKind Card = Make("payment-card", "A payment card number: issuer range and Luhn check digit hold.");
    private static readonly HitKind Birth = Make("date-of-birth", "A date beside words that say it is one of birth.");
    private static readonly HitKind Passport = LetteredNumbers.Passport;
    private static readonly ContextWords CardWords = new("card", "cc", "credit", "debit", "visa", "mastercard", "amex", "pan", "payment", "kreditkarte", "carte", "tarjeta");
    private static readonly ContextWords PassportWords = new("passport");
    private static readonly ContextWords BirthWords = new("born", "birth", "dob", "birthday", "birthdate", "geburtsdatum", "geboren", "naissance");

    private static readonly Number[] Numbers =
    [
        Entry("us-ssn", "A US social security number.", 9, NationalNumbers.Ssn, ["ssn", "social security"], [3, 2, 4], "--"),
        Entry("us-ssn", "A US social security number.", 9, NationalNumbers.Ssn, ["ssn", "social security"], [3, 2, 4], "  "),
        Entry("us-itin", "A US individual taxpayer number.", 9, NationalNumbers.Itin, ["itin", "taxpayer"], [3, 2, 4], "--"),
        Entry("us-aba-routing", "A US bank routing number.", 9, NationalNumbers.Aba, ["routing", "aba", "rtn"], [], ""),
        Entry("us-npi", "A US national provider identifier.", 10, NationalNumbers.Npi, ["npi", "provider"], [], ""),
        Entry("uk-nhs", "An NHS number: modulus 11 holds.", 10, Checksums.Nhs, ["nhs", "national health", "patient"], [], ""),
        Entry("nl-bsn", "A Dutch BSN: the eleven test holds.", 9, NationalNumbers.Bsn, ["bsn", "burgerservicenummer", "sofinummer"], [], ""),
        Entry("ca-sin", "A Canadian social insurance number.", 9, NationalNumbers.Sin, ["sin", "social insurance", "nas"], [3, 3, 3], "--"),
        Entry("au-tfn", "An Australian tax file number.", 9, NationalNumbers.Tfn, ["tfn", "tax file"], [], ""),
        Entry("au-abn", "An Australian business number.", 11, NationalNumbers.Abn, ["abn", "business number"], [2, 3, 3, 3], "   "),
        Entry("au-medicare", "An Australian Medicare number.", 10, NationalNumbers.Medicare, ["medicare"], [4, 5, 1], "  "),
        Entry("de-tax-id", "A German tax identification number.", 11, NationalNumbers.GermanTaxId, ["steuer", "tax id", "idnr", "tin", "tax number", "steuernummer", "identifikationsnummer", "steueridentifikationsnummer"], [2, 3, 3, 3], "   "),
        Entry("pl-pesel", "A Polish PESEL.", 11, NationalNumbers.Pesel, ["pesel"], [], ""),
        Entry("tr-national-id", "A Turkish identity number.", 11, NationalNumbers.TurkishId, ["tckn", "kimlik", "tc", "turkish"], [], ""),
        Entry("za-id", "A South African identity number.", 13, NationalNumbers.SouthAfricanId, ["south africa", "sa id", "rsa id", "id number"], [13], ""),
        Entry("in-aadhaar", "An Indian Aadhaar number: Verhoeff check digit holds.", 12, NationalNumbers.Aadhaar, ["aadhaar", "aadhar", "uidai"], [4, 4, 4], "  "),
        Entry("br-cpf", "A Brazilian CPF.", 11, NationalNumbers.Cpf, ["cpf"], [3, 3, 3, 2], "..-"),
        Entry("br-cnpj", "A Brazilian CNPJ.", 14, NationalNumbers.Cnpj, ["cnpj"], [2, 3, 3, 4, 2], "../-"),
        Entry("kr-rrn", "A Korean resident registration number.", 13, NationalNumbers.Rrn, ["rrn", "resident registration"], [6, 7], "-"),
        Entry("se-personnummer", "A Swedish personnummer.", 10, NationalNumbers.Personnummer, ["personnummer", "swedish"], [6, 4], "-"),
        Entry("se-personnummer", "A Swedish personnummer.", 12, static d => NationalNumbers.Personnummer(d[2..]), ["personnummer", "swedish"], [8, 4], "-"),
        Entry("fr-nir", "A French NIR: the key holds.", 15, NationalNumbers.Nir, ["nir", "sécurité sociale", "insee", "securite sociale"], [1, 2, 2, 2, 3, 3, 2], "      "),
        Entry("fr-nir", "A French NIR: the key holds.", 15, NationalNumbers.Nir, ["nir"], [15], ""),
        Entry("imei", "A device's IMEI.", 15, static d => d[0] != '0' && Checksums.Luhn(d), ["imei", "handset"], [], ""),
    ];

    /// <summary>The number that starts at <paramref name="start"/>.</summary>
    public static Hit Match(ref SpanText text, int start, scoped ref DigitGroups groups)
    {
        if (text[start - 1] is '-' or '.' or '/' or '+' && CharSet.Word.Contains(text[start - 2]))
        {
            return default;
        }

        var end = groups.End;
        if (groups.Total < 6 || CharSet.Word.Contains(text[end]))
        {
            return groups.Total >= 13 ? MatchCard(ref text, start, ref groups) : default;
        }

        var hit = MatchCard(ref text, start, ref groups);
        hit = hit.Length > 0 ? hit : MatchTable(ref text, start, ref groups);
        hit = hit.Length > 0 ? hit : MatchNhs(ref text, start, ref groups);
        return hit.Length > 0 ? hit : MatchBirth(ref text, start, ref groups);
    }

    private static Hit MatchCard(ref SpanText text, int start, scoped ref DigitGroups groups)
    {
        var length = groups[0] >= 12 ? groups[0]
            : groups.Begins(4, 4, 4, 4, 3) && groups.Separator(0) is ' ' or '-' ? 19
            : groups.Begins(4, 4, 4, 4) ? 16
            : groups.Begins(4, 6, 5) ? 15
            : groups.Begins(4, 6, 4) ? 14
            : 0;
        if (length is 0 or > 19 || (groups[0] < 13 && groups.Separator(0) is not (' ' or '-')))
        {
            return default;
        }

        // A word that says it is a card makes up for an issuer range that is not, or no longer, in the lists.
        var digits = groups.Digits[..length];
        var known = length > 13 && PaymentCards.IsValid(digits);
        if (!known && (Checksums.AllSame(digits) || !Checksums.Luhn(digits)))
        {
            return default;
        }

        var end = EndOf(ref text, start, length);
        if (CharSet.Word.Contains(text[end]) || (text[end] is '.' or '-' && char.IsAsciiDigit(text[end + 1])))
        {
            return default;
        }

        var named = Context.Precedes(ref text, start, CardWords);
        return !named && (!known || Context.SaysOtherwise(ref text, start)) ? default : new Hit(start, end - start, Card, named ? 0.98 : 0.9);
    }

    private static Hit MatchTable(ref SpanText text, int start, scoped ref DigitGroups groups)
    {
        var digits = groups.Digits;
        Hit best = default;
        foreach (var number in Numbers)
        {
            if (number.Length != digits.Length || !number.Holds(digits) || Checksums.AllSame(digits))
            {
                continue;
            }

            if (Context.Surrounds(ref text, start, groups.End, number.Words))
            {
                return new Hit(start, groups.End - start, number.Kind, 0.95);
            }

            if (best.Length == 0 && number.Layout.Length > 0 && IsLaidOut(ref groups, number) && !Context.SaysOtherwise(ref text, start))
            {
                best = new Hit(start, groups.End - start, number.Kind, 0.8);
            }
        }

        return best;
    }

    private static bool IsLaidOut(ref DigitGroups groups, Number number)
    {
        if (groups.Count != number.Layout.Length)
        {
            return false;
        }

        for (var i = 0; i < number.Layout.Length; i++)
        {
            if (groups[i] != number.Layout[i] || (i < number.Separators.Length && groups.Separator(i) != number.Separators[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Three, three, four is also how North American phones are written: an NHS number without a word must not be able to be one.</summary>
    private static Hit MatchNhs(ref SpanText text, int start, scoped ref DigitGroups groups)
    {
        var digits = groups.Digits;
        return groups.Are(3, 3, 4) && groups.Separator(0) is ' ' or '-' && Checksums.Nhs(digits) && !Checksums.AllSame(digits)
            && (groups.Separator(0) == ' ' || digits[0] < '2' || digits[3] < '2') && !Context.SaysOtherwise(ref text, start)
            ? new Hit(start, groups.End - start, NhsByLayout, 0.7)
            : default;
    }

    private static readonly HitKind NhsByLayout = Make("uk-nhs", "Laid out as an NHS number, and modulus 11 holds.");

    private static Hit MatchBirth(ref SpanText text, int start, scoped ref DigitGroups groups) =>
        groups.Count == 3 && groups.Uniform && groups.Separator(0) is '-' or '.' or '/'
        && ((groups[0] == 4 && groups[1] <= 2 && groups[2] <= 2) || (groups[2] == 4 && groups[0] <= 2 && groups[1] <= 2))
        && Context.Surrounds(ref text, start, groups.End, BirthWords)
            ? new Hit(start, groups.End - start, Birth, 0.85)
            : groups.Count == 1 && groups.Total is >= 7 and <= 9 && Context.Precedes(ref text, start, PassportWords)
                ? new Hit(start, groups.End - start, Passport, 0.7)
                : default;

    /// <summary>One past the <paramref name="digits"/>-th digit from <paramref name="start"/>.</summary>
    private static int EndOf(ref SpanText text, int start, int digits)
    {
        var at = start;
        for (; digits > 0; at++)
        {
            digits -= char.IsAsciiDigit(text[at]) ? 1 : 0;
        }

        return at;
    }

    private static HitKind Make(string name, string reason) => new($"pii.{name}", "personal-data", reason);

    private static Number Entry(string name, string reason, int length, Check check, string[] words, int[] layout, string separators) =>
        new(Make(name, reason), length, check, new ContextWords(words), layout, separators);
}
