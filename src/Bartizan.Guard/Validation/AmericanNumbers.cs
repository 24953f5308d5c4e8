using static Bartizan.Guard.Validation.EuropeanNumbers;

namespace Bartizan.Guard.Validation;

/// <summary>Rules of identity, tax and licence numbers of the Americas. Arguments are ASCII without separators, upper case.</summary>
public static class AmericanNumbers
{
    private const string CurpAlphabet = "0123456789ABCDEFGHIJKLMN\u00D1OPQRSTUVWXYZ";

    /// <summary>US Medicare beneficiary identifier: eleven characters of fixed kinds; no S, L, O, I, B or Z.</summary>
    public static bool MedicareBeneficiary(ReadOnlySpan<char> n)
    {
        const string Kinds = "1ABDABDAADD";
        if (n.Length != 11 || n[0] is < '1' or > '9')
        {
            return false;
        }

        for (var i = 1; i < 11; i++)
        {
            var (digit, letter) = (char.IsAsciiDigit(n[i]), char.IsAsciiLetterUpper(n[i]));
            if (Kinds[i] switch { 'A' => !letter, 'B' => !letter && !digit, _ => !digit } || n[i] is 'S' or 'L' or 'O' or 'I' or 'B' or 'Z')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>US DEA number: a registrant's letter, a letter or 9, seven digits of which the last is the sum of the odd and twice the even places.</summary>
    public static bool Dea(ReadOnlySpan<char> n)
    {
        if (n.Length != 9 || !"ABCDEFGHJKLMPRSTUX".Contains(n[0]) || !(char.IsAsciiLetterUpper(n[1]) || n[1] == '9') || !Digits(n[2..]))
        {
            return false;
        }

        var sum = n[2] - '0' + n[4] - '0' + n[6] - '0' + (2 * (n[3] - '0' + n[5] - '0' + n[7] - '0'));
        return sum % 10 == n[8] - '0';
    }

    /// <summary>Chilean RUT: weights 2 to 7 from the right, modulus 11, K for ten.</summary>
    public static bool Rut(ReadOnlySpan<char> n)
    {
        if (n.Length is not (8 or 9) || !Digits(n[..^1]))
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < n.Length - 1; i++)
        {
            sum += (n[^(i + 2)] - '0') * ((i % 6) + 2);
        }

        return n[^1] == "0K987654321"[sum % 11];
    }

    /// <summary>Argentine CUIT: a prefix by kind of person; weights 5, 4, 3, 2, 7 to 2, modulus 11.</summary>
    public static bool Cuit(ReadOnlySpan<char> d) =>
        d.Length == 11 && Two(d, 0) is 20 or 23 or 24 or 25 or 26 or 27 or 30 or 33 or 34 && Checksums.Weighted(d, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1], 11);

    /// <summary>Mexican CURP: four letters of the name, date, sex, state, three consonants, serial, check digit by weights 18 to 2.</summary>
    public static bool Curp(ReadOnlySpan<char> n)
    {
        if (n.Length != 18 || n[..4].IndexOfAnyExceptInRange('A', 'Z') >= 0 || !Digits(n[4..10]) || Two(n, 6) is < 1 or > 12 || Two(n, 8) is < 1 or > 31
            || n[10] is not ('H' or 'M' or 'X') || n[11..16].IndexOfAnyExceptInRange('A', 'Z') >= 0 || !char.IsAsciiDigit(n[17]))
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < 17; i++)
        {
            sum += CurpAlphabet.IndexOf(n[i], StringComparison.Ordinal) * (18 - i);
        }

        return (10 - (sum % 10)) % 10 == n[17] - '0';
    }

    /// <summary>Mexican RFC of a person: four letters, a date, three characters.</summary>
    public static bool Rfc(ReadOnlySpan<char> n) =>
        n.Length == 13 && n[..4].IndexOfAnyExceptInRange('A', 'Z') < 0 && Digits(n[4..10]) && Two(n, 6) is >= 1 and <= 12 && Two(n, 8) is >= 1 and <= 31;

    /// <summary>Colombian NIT of nine digits and its check digit: weights 41, 37, 29, 23, 19, 17, 13, 7, 3 modulo 11.</summary>
    public static bool Nit(ReadOnlySpan<char> d)
    {
        ReadOnlySpan<int> weights = [41, 37, 29, 23, 19, 17, 13, 7, 3];
        var sum = 0;
        for (var i = 0; d.Length == 10 && i < 9; i++)
        {
            sum += (d[i] - '0') * weights[i];
        }

        return d.Length == 10 && (sum % 11 < 2 ? sum % 11 : 11 - (sum % 11)) == d[9] - '0';
    }

    /// <summary>US employer identification number: a prefix that is in use, seven digits.</summary>
    public static bool Ein(ReadOnlySpan<char> d) => d.Length == 9 && Two(d, 0) is (>= 1 and <= 6) or (>= 10 and <= 16) or (>= 20 and <= 27) or (>= 30 and <= 48) or (>= 50 and <= 68) or (>= 71 and <= 77) or (>= 80 and <= 88) or (>= 90 and <= 95) or 98 or 99;
}
