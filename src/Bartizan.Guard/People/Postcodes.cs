using Bartizan.Guard.Spans;

namespace Bartizan.Guard.People;

/// <summary>Postcodes beside words that name them; a postcode within an address is part of the address.</summary>
internal static class Postcodes
{
    private const int Reach = 28;
    private static readonly HitKind Kind = new("pii.postcode", "personal-data", "A postcode beside a word that names one.");
    private static readonly Endings Names = new(
        0,
        "zip", "zipcode", "zip code", "postcode", "post code", "postal code", "postleitzahl", "plz", "code postal", "código postal", "codigo postal", "codice postale", "cap", "postnummer", "pincode", "pin code", "zip_code", "postal_code", "post_code");

    /// <summary>Whether a word for a postcode stands before, with no more than a sign or "is" between.</summary>
    private static bool IsNamed(ReadOnlySpan<char> text, int start)
    {
        var before = text[Math.Max(0, start - Reach)..start].TrimEnd(" \t\"'`:=#>");
        return Names.EndAsWords(before.EndsWith(" is") ? before[..^3] : before);
    }

    /// <summary>The postcode of digits, perhaps with three or four more behind a hyphen, at <paramref name="start"/>.</summary>
    public static Hit FromNumber(ref SpanText text, int start)
    {
        var length = text.Run(start, CharSet.Digits, 7);
        if (length is < 3 or > 6 || text[start - 1] is not (' ' or '"' or '\'' or ':' or '=' or '>') || !IsNamed(text.Chars, start))
        {
            return default;
        }

        var more = text[start + length] is '-' or ' ' ? text.Run(start + length + 1, CharSet.Digits, 5) : 0;
        length += more is 3 or 4 || (more == 2 && length == 3) ? more + 1 : 0;
        return CharSet.Word.Contains(text[start + length]) ? default : new Hit(start, length, Kind, 0.8);
    }

    /// <summary>The postcode of the United Kingdom, Canada or the Netherlands' kind at <paramref name="start"/>: <c>SW1A 1AA</c>, <c>K1A 0B1</c>.</summary>
    public static Hit FromLetters(ref SpanText text, int start)
    {
        var outward = text.Run(start, CharSet.UpperAlphanumeric, 5);
        if (outward is < 2 or > 4 || text[start + outward] != ' ' || !char.IsAsciiDigit(text[start + outward + 1]))
        {
            return default;
        }

        var inward = text.Run(start + outward + 1, CharSet.UpperAlphanumeric, 4);
        return inward == 3 && text.Chars[start..(start + outward)].ContainsAnyInRange('0', '9') && !CharSet.Word.Contains(text[start + outward + 4]) && IsNamed(text.Chars, start)
            ? new Hit(start, outward + 4, Kind, 0.85)
            : default;
    }
}
