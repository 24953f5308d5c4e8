using Bartizan.Guard.Spans;

namespace Bartizan.Guard.People;

/// <summary>
/// Postal addresses: a house number with a street beside it, or a flat's number behind a name and number, and what of flat, postcode, town and country follows.
/// </summary>
internal static class AddressMatcher
{
    private static readonly HitKind Kind = new("pii.address", "personal-data", "A house number with a street, and what follows of the address.");

    /// <summary>The address that the number at <paramref name="start"/> begins: <c>12 Baker Street</c>, <c>40 rue Victor Hugo</c>, <c>Apt. 3, 12 …</c>.</summary>
    public static Hit FromNumber(ref SpanText text, int start)
    {
        var at = start;
        for (var numbers = 0; numbers < 3; numbers++)
        {
            var digits = text.Run(at, CharSet.Digits, StreetReader.MaxNumber + 1);
            if (digits is 0 or > StreetReader.MaxNumber)
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
            var box = StreetReader.Number(ref text, at + (text[at + 1] == '.' ? 8 : 6));
            return box > 0 ? AddressTail.Finish(ref text, Kind, start, box, 0.7) : default;
        }

        var end = StreetReader.Street(ref text, at, start);
        return end == 0 ? default : AddressTail.Finish(ref text, Kind, start, end, 0.75);
    }

    /// <summary>The address that the word at <paramref name="start"/>, of the kinds given, begins: <c>Hauptstraße 5</c>, <c>Calle Mayor 12</c>, <c>Suite 4, …</c>.</summary>
    public static Hit FromWord(ref SpanText text, int start, WordKinds kinds)
    {
        var wordEnd = Words.End(ref text, start);
        var word = text.Chars[start..Math.Min(wordEnd, text.Length)];
        if (word.Length < 2)
        {
            return default;
        }

        if (kinds.Has(WordKinds.Unit) && StreetReader.Number(ref text, wordEnd) is > 0 and var unit)
        {
            // A flat alone is no address: what follows must be one.
            var next = unit + (text[unit] == ',' ? 1 : 0);
            next += text[next] is ' ' or '\n' ? 1 : 0;
            return char.IsAsciiDigit(text[next]) && FromNumber(ref text, next) is { Length: > 0 } street ? new Hit(start, street.End - start, Kind, 0.75)
                : word.Equals("Box", StringComparison.OrdinalIgnoreCase) || (text[unit] == ' ' && text.StartsWith(unit + 1, "Box ")) ? AddressTail.Finish(ref text, Kind, start, unit, 0.6)
                : default;
        }

        if (word is "P" or "PO" && text.StartsWith(wordEnd, " Box ") && StreetReader.Number(ref text, wordEnd + 4) is > 0 and var box)
        {
            return AddressTail.Finish(ref text, Kind, start, box, 0.7);
        }

        if (word is "FPO" or "APO" or "DPO" && text[wordEnd] == ' ' && Streets.IsState(ref text, wordEnd + 1, wordEnd + 3) && StreetReader.Number(ref text, wordEnd + 3) is > 0 and var military)
        {
            return new Hit(start, military - start, Kind, 0.75);
        }

        var end = StreetReader.Street(ref text, start, house: -1);
        return end == 0 ? default : AddressTail.Finish(ref text, Kind, start, end, 0.7);
    }
}
