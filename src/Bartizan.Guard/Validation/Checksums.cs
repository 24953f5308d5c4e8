namespace Bartizan.Guard.Validation;

/// <summary>Check digits of numbers that people and machines carry. All take ASCII and answer false for anything malformed.</summary>
public static class Checksums
{
    /// <summary>Luhn (ISO/IEC 7812-1 annex B): payment cards, IMEI, Canadian SIN, Swedish personnummer.</summary>
    public static bool Luhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var d = digits[digits.Length - 1 - i] - '0';
            if ((uint)d > 9)
            {
                return false;
            }

            d = (i & 1) == 0 ? d : 2 * d;
            sum += d > 9 ? d - 9 : d;
        }

        return digits.Length > 1 && sum % 10 == 0;
    }

    /// <summary>ISO 7064 MOD 97-10 after moving the first four characters to the end, letters counting 10 to 35: IBAN (ISO 13616).</summary>
    public static bool Iban(ReadOnlySpan<char> iban)
    {
        if (iban.Length < 5)
        {
            return false;
        }

        var rest = 0;
        for (var i = 0; i < iban.Length; i++)
        {
            var c = iban[(i + 4) % iban.Length];
            switch (c)
            {
                case >= '0' and <= '9':
                    rest = ((rest * 10) + (c - '0')) % 97;
                    break;
                case >= 'A' and <= 'Z':
                    rest = ((rest * 100) + (c - 'A' + 10)) % 97;
                    break;
                default:
                    return false;
            }
        }

        return rest == 1;
    }

    /// <summary>Whether the weighted digit sum is 0 modulo <paramref name="modulus"/>; weights stand left to right.</summary>
    public static bool Weighted(ReadOnlySpan<char> digits, ReadOnlySpan<int> weights, int modulus)
    {
        if (digits.Length != weights.Length)
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            if (!char.IsAsciiDigit(digits[i]))
            {
                return false;
            }

            sum += (digits[i] - '0') * weights[i];
        }

        return sum % modulus == 0;
    }

    /// <summary>NHS number of England, Wales and the Isle of Man: ten digits, modulus 11, weights 10 to 2, check digit 11 minus the rest (10 is not issued).</summary>
    public static bool Nhs(ReadOnlySpan<char> digits) => Weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 11);

    /// <summary>Verhoeff's dihedral-group check: Aadhaar.</summary>
    public static bool Verhoeff(ReadOnlySpan<char> digits)
    {
        var check = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var d = digits[digits.Length - 1 - i] - '0';
            if ((uint)d > 9)
            {
                return false;
            }

            check = Dihedral(check, Permute(d, i & 7));
        }

        return digits.Length > 1 && check == 0;
    }

    /// <summary>ISO 7064 MOD 11,10: German tax identification number.</summary>
    public static bool Mod11And10(ReadOnlySpan<char> digits)
    {
        var product = 10;
        for (var i = 0; i < digits.Length - 1; i++)
        {
            if (!char.IsAsciiDigit(digits[i]))
            {
                return false;
            }

            var sum = (digits[i] - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return digits.Length > 1 && digits[^1] == (char)('0' + ((11 - product) % 10));
    }

    /// <summary>The number that the digits spell, modulo <paramref name="modulus"/>; -1 when a character is no digit.</summary>
    public static int Modulo(ReadOnlySpan<char> digits, int modulus)
    {
        var rest = 0;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c))
            {
                return -1;
            }

            rest = ((rest * 10) + (c - '0')) % modulus;
        }

        return rest;
    }

    /// <summary>Whether every character is the same.</summary>
    public static bool AllSame(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(text.IsEmpty ? '\0' : text[0]) < 0;

    private static int Dihedral(int a, int b) => (a < 5, b < 5) switch
    {
        (true, true) => (a + b) % 5,
        (true, false) => ((a + (b - 5)) % 5) + 5,
        (false, true) => ((a - 5 - b + 5) % 5) + 5,
        (false, false) => (a - b + 5) % 5,
    };

    private static int Permute(int digit, int times)
    {
        ReadOnlySpan<byte> permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
        for (; times > 0; times--)
        {
            digit = permutation[digit];
        }

        return digit;
    }
}
