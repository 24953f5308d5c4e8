namespace Bartizan.Guard.Validation;

/// <summary>Rules of national identity and tax numbers, as their issuers publish them. Arguments hold no separators.</summary>
public static class NationalNumbers
{
    /// <summary>US social security number: area not 000, 666 or 9xx, group not 00, serial not 0000; and not one printed in advertisements.</summary>
    public static bool Ssn(ReadOnlySpan<char> d) =>
        d.Length == 9 && !d.StartsWith("000") && !d.StartsWith("666") && d[0] != '9' && d[3..5] is not "00" && d[5..] is not "0000"
        && d is not ("078051120" or "219099999" or "123456789") && !Checksums.AllSame(d);

    /// <summary>US individual taxpayer number: area 9xx, group 50 to 65, 70 to 88, 90 to 92 or 94 to 99.</summary>
    public static bool Itin(ReadOnlySpan<char> d) => d.Length == 9 && d[0] == '9' && int.Parse(d[3..5]) is (>= 50 and <= 65) or (>= 70 and <= 88) or (>= 90 and <= 92) or >= 94;

    /// <summary>US bank routing number (ABA): weights 3, 7, 1; the first two digits name a Federal Reserve district.</summary>
    public static bool Aba(ReadOnlySpan<char> d) =>
        d.Length == 9 && int.Parse(d[..2]) is (>= 1 and <= 12) or (>= 21 and <= 32) or (>= 61 and <= 72) or 80 && Checksums.Weighted(d, [3, 7, 1, 3, 7, 1, 3, 7, 1], 10);

    /// <summary>US national provider identifier: Luhn behind the card issuer prefix 80840.</summary>
    public static bool Npi(ReadOnlySpan<char> d) => d.Length == 10 && d[0] is '1' or '2' && Checksums.Luhn($"80840{d}");

    /// <summary>Netherlands BSN: the eleven test, weights 9 to 2 and -1.</summary>
    public static bool Bsn(ReadOnlySpan<char> d) => d.Length == 9 && !Checksums.AllSame(d) && Checksums.Weighted(d, [9, 8, 7, 6, 5, 4, 3, 2, -1], 11);

    /// <summary>Australian tax file number: modulus 11.</summary>
    public static bool Tfn(ReadOnlySpan<char> d) => !Checksums.AllSame(d) && Checksums.Weighted(d, [1, 4, 3, 7, 5, 8, 6, 9, 10], 11);

    /// <summary>Australian business number: first digit less one, modulus 89.</summary>
    public static bool Abn(ReadOnlySpan<char> d)
    {
        ReadOnlySpan<int> weights = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19];
        if (d.Length != weights.Length)
        {
            return false;
        }

        var sum = -10;
        for (var i = 0; i < d.Length; i++)
        {
            sum += (d[i] - '0') * weights[i];
        }

        return sum % 89 == 0;
    }

    /// <summary>Australian Medicare card: first digit 2 to 6, weights 1, 3, 7, 9 over eight digits, modulus 10; the tenth is the issue.</summary>
    public static bool Medicare(ReadOnlySpan<char> d) =>
        d.Length is 10 or 11 && d[0] is >= '2' and <= '6' && (((d[0] - '0') + (3 * (d[1] - '0')) + (7 * (d[2] - '0')) + (9 * (d[3] - '0')) + (d[4] - '0') + (3 * (d[5] - '0')) + (7 * (d[6] - '0')) + (9 * (d[7] - '0'))) % 10) == d[8] - '0';

    /// <summary>Canadian social insurance number: Luhn; none begins with 0 or 8.</summary>
    public static bool Sin(ReadOnlySpan<char> d) => d.Length == 9 && d[0] is not ('0' or '8') && Checksums.Luhn(d);

    /// <summary>German tax identification number: MOD 11,10; eleven digits, the first not 0.</summary>
    public static bool GermanTaxId(ReadOnlySpan<char> d) => d.Length == 11 && d[0] != '0' && Checksums.Mod11And10(d);

    /// <summary>Polish PESEL: weights 1, 3, 7, 9, modulus 10; begins with a date.</summary>
    public static bool Pesel(ReadOnlySpan<char> d) =>
        Checksums.Weighted(d, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1], 10) && int.Parse(d[2..4]) % 20 is >= 1 and <= 12 && int.Parse(d[4..6]) is >= 1 and <= 31;

    /// <summary>Turkish identity number: eleven digits, two check digits.</summary>
    public static bool TurkishId(ReadOnlySpan<char> d)
    {
        if (d.Length != 11 || d[0] == '0')
        {
            return false;
        }

        var odd = 0;
        var even = 0;
        for (var i = 0; i < 9; i++)
        {
            _ = i % 2 == 0 ? odd += d[i] - '0' : even += d[i] - '0';
        }

        var tenth = ((((7 * odd) - even) % 10) + 10) % 10;
        return tenth == d[9] - '0' && (odd + even + tenth) % 10 == d[10] - '0';
    }

    /// <summary>South African identity number: a date, citizenship 0 to 2, Luhn.</summary>
    public static bool SouthAfricanId(ReadOnlySpan<char> d) =>
        d.Length == 13 && int.Parse(d[2..4]) is >= 1 and <= 12 && int.Parse(d[4..6]) is >= 1 and <= 31 && d[10] is >= '0' and <= '2' && Checksums.Luhn(d);

    /// <summary>Indian Aadhaar: twelve digits, the first 2 to 9, Verhoeff.</summary>
    public static bool Aadhaar(ReadOnlySpan<char> d) => d.Length == 12 && d[0] >= '2' && Checksums.Verhoeff(d);

    /// <summary>Brazilian CPF: two check digits, modulus 11.</summary>
    public static bool Cpf(ReadOnlySpan<char> d) =>
        d.Length == 11 && !Checksums.AllSame(d) && Mod11Digit(d[..9], 10, 2) == d[9] - '0' && Mod11Digit(d[..10], 11, 2) == d[10] - '0';

    /// <summary>Brazilian CNPJ: two check digits, modulus 11, weights from 9 down to 2 and round again.</summary>
    public static bool Cnpj(ReadOnlySpan<char> d) => d.Length == 14 && !Checksums.AllSame(d) && Mod11Digit(d[..12], 5, 2) == d[12] - '0' && Mod11Digit(d[..13], 6, 2) == d[13] - '0';

    /// <summary>Korean resident registration number: a date, the century's digit, weights 2 to 9 and 2 to 5, modulus 11.</summary>
    public static bool Rrn(ReadOnlySpan<char> d)
    {
        if (d.Length != 13 || d[6] is < '1' or > '8' || int.Parse(d[2..4]) is < 1 or > 12 || int.Parse(d[4..6]) is < 1 or > 31)
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < 12; i++)
        {
            sum += (d[i] - '0') * (2 + (i % 8));
        }

        return (11 - (sum % 11)) % 10 == d[12] - '0';
    }

    /// <summary>Swedish personnummer: ten digits that begin with a date (days may carry 60), Luhn.</summary>
    public static bool Personnummer(ReadOnlySpan<char> d) =>
        d.Length == 10 && int.Parse(d[2..4]) is >= 1 and <= 12 && int.Parse(d[4..6]) % 60 is >= 1 and <= 31 && Checksums.Luhn(d);

    /// <summary>French NIR: sex, year, month, place, order; key 97 less the number modulo 97.</summary>
    public static bool Nir(ReadOnlySpan<char> d)
    {
        if (d.Length != 15 || d[0] is not ('1' or '2') || int.Parse(d[3..5]) is < 1 or (> 12 and < 20))
        {
            return false;
        }

        return int.Parse(d[13..]) == 97 - Checksums.Modulo(d[..13], 97);
    }

    private static int Mod11Digit(ReadOnlySpan<char> d, int weight, int lowest)
    {
        var sum = 0;
        foreach (var c in d)
        {
            sum += (c - '0') * weight;
            weight = weight == lowest ? 9 : weight - 1;
        }

        var rest = sum % 11;
        return rest < 2 ? 0 : 11 - rest;
    }
}
