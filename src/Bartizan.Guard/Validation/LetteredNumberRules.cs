namespace Bartizan.Guard.Validation;

/// <summary>Rules of identity numbers that hold letters. Arguments are upper case and hold no separators.</summary>
public static class LetteredNumberRules
{
    /// <summary>UK national insurance number: HMRC's prefixes (no D, F, I, Q, U, V; no second O; seven pairs not allocated), six digits, suffix A to D.</summary>
    public static bool Nino(ReadOnlySpan<char> n) =>
        n.Length == 9 && !"DFIQUV".Contains(n[0]) && !"DFIOQUV".Contains(n[1]) && n[..2] is not ("BG" or "GB" or "KN" or "NK" or "NT" or "TN" or "ZZ")
        && char.IsAsciiLetterUpper(n[0]) && char.IsAsciiLetterUpper(n[1]) && n[2..8].IndexOfAnyExceptInRange('0', '9') < 0 && n[8] is >= 'A' and <= 'D';

    /// <summary>Spanish NIF or NIE: the letter that the number modulo 23 points at.</summary>
    public static bool Nif(ReadOnlySpan<char> n)
    {
        if (n.Length != 9)
        {
            return false;
        }

        Span<char> digits = stackalloc char[8];
        n[..8].CopyTo(digits);
        digits[0] = n[0] switch { 'X' => '0', 'Y' => '1', 'Z' => '2', _ => n[0] };
        var rest = Checksums.Modulo(digits, 23);
        return rest >= 0 && "TRWAGMYFPDXBNJZSQVHLCKE"[rest] == n[8];
    }

    /// <summary>Italian codice fiscale: six letters, year, month letter, day, place, check letter by the odd and even tables.</summary>
    public static bool FiscalCode(ReadOnlySpan<char> n)
    {
        ReadOnlySpan<byte> odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
        if (n.Length != 16 || !"ABCDEHLMPRST".Contains(n[8]))
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < 16; i++)
        {
            var c = n[i];
            var letter = i is < 6 or 8 or 11 or 15;
            if (letter ? !char.IsAsciiLetterUpper(c) : !char.IsAsciiDigit(c))
            {
                return false;
            }

            var value = char.IsAsciiDigit(c) ? c - '0' : c - 'A';
            sum += i == 15 ? 0 : i % 2 == 0 ? odd[value] : value;
        }

        return sum % 26 == n[15] - 'A';
    }

    /// <summary>Singapore NRIC or FIN: weights 2, 7, 6, 5, 4, 3, 2, an offset by series, a letter table by series.</summary>
    public static bool Nric(ReadOnlySpan<char> n)
    {
        ReadOnlySpan<int> weights = [2, 7, 6, 5, 4, 3, 2];
        if (n.Length != 9 || !"STFGM".Contains(n[0]) || n[1..8].IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return false;
        }

        var sum = n[0] switch { 'T' or 'G' => 4, 'M' => 3, _ => 0 };
        for (var i = 0; i < 7; i++)
        {
            sum += (n[i + 1] - '0') * weights[i];
        }

        var rest = sum % 11;
        return n[8] == n[0] switch
        {
            'S' or 'T' => "JZIHGFEDCBA"[rest],
            'M' => "KLJNPQRTUWX"[10 - rest],
            _ => "XWUTRQPNMLK"[rest],
        };
    }

    /// <summary>Indian PAN: five letters, the fourth a holder type, four digits, a letter.</summary>
    public static bool Pan(ReadOnlySpan<char> n) =>
        n.Length == 10 && n[..5].IndexOfAnyExceptInRange('A', 'Z') < 0 && "ABCFGHLJPTKE".Contains(n[3]) && n[5..9].IndexOfAnyExceptInRange('0', '9') < 0 && char.IsAsciiLetterUpper(n[9]);

    /// <summary>Vehicle identification number (49 CFR 565): 17 characters without I, O, Q; the ninth is the weighted sum modulo 11.</summary>
    public static bool Vin(ReadOnlySpan<char> n)
    {
        ReadOnlySpan<int> weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
        ReadOnlySpan<byte> letters = [1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9];
        if (n.Length != 17 || n.ContainsAny("IOQ"))
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < 17; i++)
        {
            sum += (char.IsAsciiDigit(n[i]) ? n[i] - '0' : letters[n[i] - 'A']) * weights[i];
        }

        return n[8] == (sum % 11 == 10 ? 'X' : (char)('0' + (sum % 11)));
    }

    /// <summary>Finnish identity code without its century sign: six digits of a date, three of a serial, the character that the nine modulo 31 point at.</summary>
    public static bool Hetu(ReadOnlySpan<char> n) =>
        n.Length == 10 && int.TryParse(n[..2], out var day) && int.TryParse(n[2..4], out var month) && day is >= 1 and <= 31 && month is >= 1 and <= 12
        && Checksums.Modulo(n[..9], 31) is >= 0 and var rest && "0123456789ABCDEFHJKLMNPRSTUVWXY"[rest] == n[9];
}
