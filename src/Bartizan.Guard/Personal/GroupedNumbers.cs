using Bartizan.Guard.Spans;
using Bartizan.Guard.Validation;

namespace Bartizan.Guard.Personal;

/// <summary>Numbers with letters that are written in groups: <c>1EG4-TE5-MK73</c>, <c>A123456(3)</c>, <c>12345678-Z</c>, <c>12.345.678-K</c>, <c>AB12 CDE</c>.</summary>
internal static class GroupedNumbers
{
    private const int MaxRut = 9;
    private static readonly HitKind Mbi = KindOf(11, "pii.us-mbi");
    private static readonly HitKind HongKong = KindOf(8, "pii.hk-id");
    private static readonly HitKind Nif = KindOf(9, "pii.es-nif");
    private static readonly HitKind Plate = KindOf(7, "pii.uk-vehicle-registration");
    private static readonly HitKind Rut = PlainNumberKinds.All.First(kind => kind.Kind.Label == "pii.cl-rut").Kind;
    private static readonly ContextWords VehicleWords = new("vehicle", "registration", "number plate", "licence plate", "license plate", "vrm", "reg");

    /// <summary>The number that the word of <paramref name="length"/> letters and digits at <paramref name="start"/> begins.</summary>
    public static Hit Match(ref SpanText text, int start, int length) => (length, text[start + length]) switch
    {
        (4, '-') => MatchMbi(ref text, start),
        (7, '(') => MatchHongKong(ref text, start),
        (4, ' ') => MatchPlate(ref text, start),
        _ => default,
    };

    /// <summary>The number of digits alone at <paramref name="start"/> that a check letter ends.</summary>
    public static Hit MatchLettered(ref SpanText text, int start, scoped ref DigitGroups groups)
    {
        var end = groups.End;
        if (text[end] != '-' || !char.IsAsciiLetter(text[end + 1]) || CharSet.Word.Contains(text[end + 2]) || groups.Total >= MaxRut)
        {
            return default;
        }

        Span<char> number = stackalloc char[MaxRut];
        groups.Digits.CopyTo(number);
        number[groups.Total] = char.ToUpperInvariant(text[end + 1]);
        number = number[..(groups.Total + 1)];
        var span = end + 2 - start;
        return number is [.., 'K'] && (groups.Count == 1 || groups.Separator(0) == '.') && AmericanNumbers.Rut(number) ? new Hit(start, span, Rut, 0.8)
            : groups.Count == 1 && LetteredNumberRules.Nif(number) ? new Hit(start, span, Nif, 0.85)
            : default;
    }

    private static Hit MatchMbi(ref SpanText text, int start)
    {
        Span<char> number = stackalloc char[11];
        for (var i = 0; i < 11; i++)
        {
            number[i] = text[start + i + (i < 4 ? 0 : i < 7 ? 1 : 2)];
        }

        return text[start + 8] == '-' && !CharSet.Word.Contains(text[start + 13]) && text[start + 13] != '-' && AmericanNumbers.MedicareBeneficiary(number) ? new Hit(start, 13, Mbi, 0.85) : default;
    }

    private static Hit MatchHongKong(ref SpanText text, int start)
    {
        Span<char> number = [text[start], text[start + 1], text[start + 2], text[start + 3], text[start + 4], text[start + 5], text[start + 6], text[start + 8]];
        return text[start + 9] == ')' && AsiaPacificNumbers.HongKongId(number) ? new Hit(start, 10, HongKong, 0.85) : default;
    }

    private static Hit MatchPlate(ref SpanText text, int start)
    {
        Span<char> plate = [text[start], text[start + 1], text[start + 2], text[start + 3], text[start + 5], text[start + 6], text[start + 7]];
        return EuropeanNumbers.BritishPlate(plate) && !CharSet.Word.Contains(text[start + 8]) && Context.Surrounds(ref text, start, start + 8, VehicleWords) ? new Hit(start, 8, Plate, 0.8) : default;
    }

    private static HitKind KindOf(int length, string label)
    {
        foreach (var kind in LetteredNumberKinds.OfLength(length))
        {
            if (kind.Kind.Label == label)
            {
                return kind.Kind;
            }
        }

        throw new ArgumentException($"No kind is called {label}.", nameof(label));
    }
}
