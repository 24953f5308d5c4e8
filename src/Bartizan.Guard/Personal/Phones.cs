using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Personal;

/// <summary>Phone numbers: international (E.164) as written, North American, nationally written with a leading zero, and anything a phone word stands before.</summary>
internal static class Phones
{
    private static readonly HitKind Kind = new("pii.phone", "personal-data", "A phone number.");
    private static readonly ContextWords Words = new(
        "phone", "tel", "mobile", "cell", "call", "fax", "whatsapp", "telefon", "mobil", "handy", "contact number", "reach me", "answering at", "messages to", "telephone",
        "téléphone", "teléfono", "telefono", "telefone", "telefoon", "mobiel", "móvil", "portable", "cellulare", "celular", "handynummer", "rufnummer", "gsm", "contact no");
    private static readonly ContextWords Behind = new("fax", "office", "mobile", "phone", "cell");

    /// <summary>The number that starts with the digits at <paramref name="start"/>, with a <c>+</c> or bracket before them.</summary>
    public static Hit Match(ref SpanText text, int start, scoped ref DigitGroups groups)
    {
        var before = text[start - 1];
        if (before == '+')
        {
            return International(ref text, start);
        }

        if (before == '(' && Bracketed(ref text, start) is { Length: > 0 } bracketed)
        {
            return bracketed;
        }

        return IsInside(ref text, start) ? default : National(ref text, start, ref groups);
    }

    private static Hit International(ref SpanText text, int start)
    {
        var end = Read(ref text, start, out var digits);
        if (digits is < 8 or > 15 || text[start] == '0' || (text[start] == '1' && digits != 11) || CharSet.Word.Contains(text[start - 2]) || Continues(ref text, end))
        {
            return default;
        }

        return new Hit(start - 1, end - start + 1, Kind, 0.9);
    }

    private static Hit Bracketed(ref SpanText text, int start)
    {
        var area = text.Run(start, CharSet.Digits, 6);
        if (area is < 2 or > 5 || text[start + area] != ')' || CharSet.Word.Contains(text[start - 2]))
        {
            return default;
        }

        var end = Read(ref text, start, out var digits);
        var strong = area == 3 && digits == 10 && text[start] is >= '2' and <= '9';
        if (digits is < 7 or > 12 || end - start - area < 6 || Continues(ref text, end) || (!strong && digits < 8 && !Context.Precedes(ref text, start, Words)))
        {
            return default;
        }

        end += Extension(ref text, end);
        var from = text[start - 2] == '+' ? start - 2 : start - 1;
        return new Hit(from, end - from, Kind, strong ? 0.9 : 0.75);
    }

    private static Hit National(ref SpanText text, int start, scoped ref DigitGroups groups)
    {
        var total = groups.Total;
        var end = groups.End;
        if (total is < 6 or > 15 || Continues(ref text, end))
        {
            return default;
        }

        var score = Score(ref text, start, ref groups, total);
        if (score == 0 || Context.SaysOtherwise(ref text, start))
        {
            return default;
        }

        end += Extension(ref text, end);
        return new Hit(start, end - start, Kind, score);
    }

    private static double Score(ref SpanText text, int start, ref DigitGroups groups, int total)
    {
        var digits = groups.Digits;
        var trunk = digits[0] == '0' && digits[1] != '0';
        if (groups.Are(3, 3, 4) && groups.Separator(0) != '/' && digits[0] >= '2')
        {
            return 0.85;
        }

        if (groups.Are(1, 3, 3, 4) && digits[0] == '1')
        {
            return 0.85;
        }

        if (digits.StartsWith("00") && digits[2] != '0' && groups.Count is >= 3 and <= 6 && total is >= 10 and <= 15 && groups.Uniform)
        {
            return 0.8;
        }

        if (trunk && groups.Count is >= 2 and <= 5 && groups[0] is >= 2 and <= 5 && total is >= 9 and <= 11 && groups.Uniform && groups.Separator(0) != '/' && !IsDate(ref groups))
        {
            return 0.75;
        }

        // A phone word right before makes any short grouped number a phone.
        var spoken = groups.Count <= 5 && total is >= 7 and <= 13 && !IsDate(ref groups) && groups.Uniform && SmallGroups(ref groups);
        return spoken && (Context.Precedes(ref text, start, Words, 28) || (groups.Count > 1 && Follows(ref text, groups.End))) ? 0.7 : 0;
    }

    /// <summary>Whether <c>-Office</c>, <c> (fax)</c> or the like stands right behind.</summary>
    private static bool Follows(ref SpanText text, int end)
    {
        var at = end;
        while (at < end + 3 && text[at] is ' ' or '-' or '(' or ',')
        {
            at++;
        }

        var length = text.Run(at, CharSet.Letters, 8);
        return at > end && length >= 3 && Behind.In(text.Chars.Slice(at, length));
    }

    private static bool SmallGroups(ref DigitGroups groups)
    {
        for (var i = 0; i < groups.Count; i++)
        {
            if (groups.Count > 1 && groups[i] is 1 or > 7)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDate(ref DigitGroups groups) => groups.Are(4, 2, 2) || groups.Are(2, 2, 4) || groups.Are(1, 2, 4) || groups.Are(2, 1, 4) || groups.Are(1, 1, 4);

    /// <summary>Reads digits with brackets and single separators; returns one past the last digit.</summary>
    private static int Read(ref SpanText text, int start, out int digits)
    {
        digits = 0;
        var end = start;
        for (var at = start; digits < 17 && at - end < 3; at++)
        {
            var c = text[at];
            if (char.IsAsciiDigit(c))
            {
                digits++;
                end = at + 1;
            }
            else if (c is not (' ' or '-' or '.' or '(' or ')' or '/'))
            {
                break;
            }
        }

        return end;
    }

    // Part of something larger: a path, a decimal, a hash, an identifier.
    private static bool IsInside(ref SpanText text, int start) =>
        text[start - 1] is '-' or '.' or '/' or ',' or '#' or '$' or '€' && (CharSet.Alphanumeric.Contains(text[start - 2]) || text[start - 1] is '#' or '$' or '€');

    private static bool Continues(ref SpanText text, int end) =>
        (CharSet.Word.Contains(text[end]) && text[end] != 'x') || (text[end] is '-' or '.' or '/' or ':' or ',' && char.IsAsciiDigit(text[end + 1])) || text[end] == '%';

    /// <summary>Length of <c>x1234</c> after the number.</summary>
    private static int Extension(ref SpanText text, int end)
    {
        if (text[end] != 'x')
        {
            return 0;
        }

        var digits = text.Run(end + 1, CharSet.Digits, 7);
        return digits is >= 1 and <= 6 ? digits + 1 : 0;
    }
}
