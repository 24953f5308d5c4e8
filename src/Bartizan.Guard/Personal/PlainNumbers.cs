using Bartizan.Guard.Spans;
using Bartizan.Guard.Validation;

namespace Bartizan.Guard.Personal;

/// <summary>
/// Numbers of digits alone. A pattern that says by itself what it is needs no more; a bare run of digits whose check digit holds one time in ten by chance
/// needs a word beside it that says what it is.
/// </summary>
internal static class PlainNumbers
{
    private static readonly HitKind Card = Make("payment-card", "A payment card number: issuer range and Luhn check digit hold.");
    private static readonly HitKind Birth = Make("date-of-birth", "A date beside words that say it is one of birth.");
    private static readonly HitKind Account = Make("bank-account", "A number beside words that say it is a bank account's.");
    private static readonly HitKind Passport = LetteredNumbers.Passport;
    private static readonly ContextWords CardWords = new(
        "card", "cc", "credit", "debit", "visa", "mastercard", "amex", "pan", "payment", "kreditkarte", "karte", "carte", "tarjeta", "carta di credito", "cartão", "creditcard", "betaalkaart");
    private static readonly ContextWords AccountWords = new(
        "account number", "account no", "account #", "acct", "bank account", "checking account", "savings account", "kontonummer", "numéro de compte", "número de cuenta", "numero di conto", "número da conta", "rekeningnummer");
    private static readonly ContextWords BirthWords = new(
        "born", "birth", "dob", "d.o.b", "geburtsdatum", "geboren", "geburtstag", "naissance", "né le", "née le", "nacido", "nacida", "nacimiento", "nato il", "nata il", "nascita", "nascido", "nascida", "nascimento", "geboortedatum", "geboorte");

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

        var hit = GroupedNumbers.MatchLettered(ref text, start, ref groups);
        hit = hit.Length > 0 ? hit : MatchCard(ref text, start, ref groups);
        hit = hit.Length > 0 ? hit : MatchTable(ref text, start, ref groups);
        hit = hit.Length > 0 ? hit : MatchNhs(ref text, start, ref groups);
        return hit.Length > 0 ? hit : MatchNamed(ref text, start, ref groups);
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
        foreach (var kind in PlainNumberKinds.OfLength(digits.Length))
        {
            if (!(kind.Loose ?? kind.Holds)(digits) || Checksums.AllSame(digits))
            {
                continue;
            }

            if (Context.Surrounds(ref text, start, groups.End, kind.Words!))
            {
                return new Hit(start, groups.End - start, kind.Kind, kind.Named);
            }

            var laidOut = kind.LaidOut > 0 && IsLaidOut(ref groups, kind);
            var score = laidOut ? kind.LaidOut : groups.Count == 1 ? kind.Alone : 0;
            if (score > best.Score && (laidOut ? kind.Holds : kind.Strict ?? kind.Holds)(digits) && !Context.SaysOtherwise(ref text, start))
            {
                best = new Hit(start, groups.End - start, kind.Kind, score);
            }
        }

        return best;
    }

    private static bool IsLaidOut(ref DigitGroups groups, NumberKind number)
    {
        if (number.Layout.Length == 0 || groups.Count != number.Layout.Length)
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

    private static Hit MatchNamed(ref SpanText text, int start, scoped ref DigitGroups groups) =>
        groups.Count == 3 && groups.Uniform && groups.Separator(0) is '-' or '.' or '/'
        && ((groups[0] == 4 && groups[1] <= 2 && groups[2] <= 2) || (groups[2] == 4 && groups[0] <= 2 && groups[1] <= 2))
        && Context.Surrounds(ref text, start, groups.End, BirthWords)
            ? new Hit(start, groups.End - start, Birth, 0.85)
            : groups.Count == 1 && groups.Total is >= 7 and <= 9 && Context.Precedes(ref text, start, LetteredNumbers.PassportWords)
                ? new Hit(start, groups.End - start, Passport, 0.7)
                : groups.Count <= 3 && groups.Total is >= 7 and <= 17 && groups.Uniform && groups.Separator(0) is not ('.' or '/') && Context.Precedes(ref text, start, AccountWords, 28)
                    ? new Hit(start, groups.End - start, Account, 0.6)
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
}
