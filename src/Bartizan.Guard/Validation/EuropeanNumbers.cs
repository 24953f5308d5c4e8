namespace Bartizan.Guard.Validation;

/// <summary>Rules of European identity and tax numbers, as their issuers publish them. Arguments are ASCII without separators, upper case.</summary>
public static class EuropeanNumbers
{
    private const string MachineReadable = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>German tax identification number with its rule of repetition: among the first ten digits one stands twice or three times, no other does.</summary>
    public static bool GermanTaxIdStrict(ReadOnlySpan<char> d)
    {
        if (!NationalNumbers.GermanTaxId(d))
        {
            return false;
        }

        Span<int> counts = stackalloc int[10];
        counts.Clear();
        foreach (var c in d[..10])
        {
            counts[c - '0']++;
        }

        var repeated = 0;
        foreach (var count in counts)
        {
            repeated += count > 1 ? 1 : 0;
            if (count > 3)
            {
                return false;
            }
        }

        return repeated == 1;
    }

    /// <summary>German identity card or passport: nine characters and a check digit by weights 7, 3, 1 (ICAO 9303, part 3).</summary>
    public static bool GermanDocument(ReadOnlySpan<char> n)
    {
        if (n.Length != 10 || !"CFGHJKLMNPRTVWXYZ".Contains(n[0]) || !char.IsAsciiDigit(n[9]))
        {
            return false;
        }

        ReadOnlySpan<int> weights = [7, 3, 1];
        var sum = 0;
        for (var i = 0; i < 9; i++)
        {
            var value = MachineReadable.IndexOf(n[i], StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }

            sum += value * weights[i % 3];
        }

        return sum % 10 == n[9] - '0';
    }

    /// <summary>German pension insurance number: area, date of birth, initial, serial, check digit over the cross sums by weights 2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1.</summary>
    public static bool GermanPensionNumber(ReadOnlySpan<char> n)
    {
        ReadOnlySpan<int> weights = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];
        if (n.Length != 12 || !char.IsAsciiLetterUpper(n[8]) || !Digits(n[..8]) || !Digits(n[9..]) || Two(n, 4) is < 1 or > 12)
        {
            return false;
        }

        var letter = n[8] - 'A' + 1;
        Span<int> digits = stackalloc int[12];
        for (var i = 0; i < 12; i++)
        {
            digits[i] = i < 8 ? n[i] - '0' : i == 8 ? letter / 10 : i == 9 ? letter % 10 : n[i - 1] - '0';
        }

        var sum = 0;
        for (var i = 0; i < 12; i++)
        {
            var product = digits[i] * weights[i];
            sum += (product / 10) + (product % 10);
        }

        return sum % 10 == n[11] - '0';
    }

    /// <summary>German health insurance number (the unchanging part): a letter and nine digits; Luhn-like weights 1, 2 over letter and digits.</summary>
    public static bool GermanHealthNumber(ReadOnlySpan<char> n)
    {
        if (n.Length != 10 || !char.IsAsciiLetterUpper(n[0]) || !Digits(n[1..]))
        {
            return false;
        }

        var letter = n[0] - 'A' + 1;
        var sum = 0;
        for (var i = 0; i < 10; i++)
        {
            var digit = i == 0 ? letter / 10 : i == 1 ? letter % 10 : n[i - 1] - '0';
            var product = digit * ((i % 2) + 1);
            sum += (product / 10) + (product % 10);
        }

        return sum % 10 == n[9] - '0';
    }

    /// <summary>UK driving licence number: five letters of the surname filled with 9, date of birth with 50 added to a woman's month, initials, and three more.</summary>
    public static bool BritishDrivingLicence(ReadOnlySpan<char> n) =>
        n.Length == 16 && char.IsAsciiLetterUpper(n[0]) && n[..5].TrimEnd('9').IndexOfAnyExceptInRange('A', 'Z') < 0 && Digits(n[5..11]) && Two(n, 6) % 50 is >= 1 and <= 12 && Two(n, 8) is >= 1 and <= 31
        && (char.IsAsciiLetterUpper(n[11]) || n[11] == '9') && (char.IsAsciiLetterUpper(n[12]) || n[12] == '9') && char.IsAsciiDigit(n[13]) && char.IsAsciiLetterUpper(n[14]) && char.IsAsciiLetterUpper(n[15]);

    /// <summary>UK registration plate since 2001: two letters, the age's two digits, three letters; no I, Q or Z in the area, no I or Q behind.</summary>
    public static bool BritishPlate(ReadOnlySpan<char> n) =>
        n.Length == 7 && n[..2].IndexOfAnyExceptInRange('A', 'Z') < 0 && !n[..2].ContainsAny("IQZ") && Digits(n[2..4]) && Two(n, 2) % 50 is >= 1 and <= 30 && n[4..].IndexOfAnyExceptInRange('A', 'Z') < 0 && !n[4..].ContainsAny("IQ");

    /// <summary>Italian VAT number: Luhn; the office of issue is 001 to 100, 120, 121, 888 or 999.</summary>
    public static bool ItalianVat(ReadOnlySpan<char> d) =>
        d.Length == 11 && Checksums.Luhn(d) && int.Parse(d[7..10]) is (>= 1 and <= 100) or 120 or 121 or 888 or 999;

    /// <summary>Belgian national number: 97 less the number (behind a 2 for births since 2000) modulo 97.</summary>
    public static bool Belgian(ReadOnlySpan<char> d)
    {
        if (d.Length != 11 || Two(d, 2) % 20 > 12 || Two(d, 4) > 31)
        {
            return false;
        }

        var rest = Checksums.Modulo(d[..9], 97);
        var check = Two(d, 9);
        return 97 - rest == check || 97 - ((rest + (2_000_000_000 % 97)) % 97) == check;
    }

    /// <summary>Swiss AHV number: begins with 756; the check digit of EAN-13.</summary>
    public static bool SwissAhv(ReadOnlySpan<char> d) => d.Length == 13 && d.StartsWith("756") && Checksums.Weighted(d, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1], 10);

    /// <summary>Austrian social insurance number: weights 3, 7, 9, 5, 8, 4, 2, 1, 6 modulo 11 give the fourth digit; a date follows.</summary>
    public static bool AustrianSocial(ReadOnlySpan<char> d)
    {
        ReadOnlySpan<int> weights = [3, 7, 9, 0, 5, 8, 4, 2, 1, 6];
        if (d.Length != 10 || d[0] == '0' || Two(d, 4) is < 1 or > 31 || Two(d, 6) is < 1 or > 15)
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < 10; i++)
        {
            sum += (d[i] - '0') * weights[i];
        }

        return sum % 11 == d[3] - '0';
    }

    /// <summary>Danish CPR number: a date of birth and four digits; those issued since 2007 hold no check.</summary>
    public static bool DanishCpr(ReadOnlySpan<char> d) => d.Length == 10 && Two(d, 0) is >= 1 and <= 31 && Two(d, 2) is >= 1 and <= 12;

    /// <summary>Norwegian birth number: a date (days may carry 40, months 40 or 80) and two check digits modulo 11.</summary>
    public static bool Norwegian(ReadOnlySpan<char> d) =>
        d.Length == 11 && Two(d, 0) % 40 is >= 1 and <= 31 && Two(d, 2) % 40 is >= 1 and <= 12
        && Checksums.Weighted(d[..10], [3, 7, 6, 1, 8, 9, 4, 5, 2, 1], 11) && Checksums.Weighted(d, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1], 11);

    /// <summary>Portuguese NIF: weights 9 to 2, modulus 11.</summary>
    public static bool PortugueseNif(ReadOnlySpan<char> d) => d.Length == 9 && d[0] is not ('0' or '4') && Mod11Low(d[..8], 9) == d[8] - '0';

    /// <summary>Irish PPS number: seven digits, the check letter by weights 8 to 2 modulo 23 (a ninth character counts nine times), and perhaps a letter.</summary>
    public static bool IrishPps(ReadOnlySpan<char> n)
    {
        if (n.Length is < 8 or > 9 || !Digits(n[..7]) || (n.Length == 9 && n[8] is not (>= 'A' and <= 'I' or 'W')))
        {
            return false;
        }

        var sum = n.Length == 9 && n[8] != 'W' ? (n[8] - 'A' + 1) * 9 : 0;
        for (var i = 0; i < 7; i++)
        {
            sum += (n[i] - '0') * (8 - i);
        }

        return "WABCDEFGHIJKLMNOPQRSTUV"[sum % 23] == n[7];
    }

    /// <summary>Czech or Slovak birth number of ten digits: a date (months may carry 20, 50 or 70), divisible by 11.</summary>
    public static bool CzechBirthNumber(ReadOnlySpan<char> d) =>
        d.Length == 10 && Two(d, 2) % 50 % 20 is >= 1 and <= 12 && Two(d, 4) is >= 1 and <= 31
        && (Checksums.Modulo(d, 11) == 0 || (Checksums.Modulo(d[..9], 11) == 10 && d[9] == '0'));

    /// <summary>Romanian CNP: sex and century, date, county, serial; weights 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9 modulo 11.</summary>
    public static bool RomanianCnp(ReadOnlySpan<char> d)
    {
        ReadOnlySpan<int> weights = [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9];
        if (d.Length != 13 || d[0] == '0' || Two(d, 3) is < 1 or > 12 || Two(d, 5) is < 1 or > 31 || Two(d, 7) is < 1 or > 52)
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < 12; i++)
        {
            sum += (d[i] - '0') * weights[i];
        }

        return (sum % 11 == 10 ? 1 : sum % 11) == d[12] - '0';
    }

    /// <summary>Croatian OIB: ISO 7064 MOD 11,10.</summary>
    public static bool CroatianOib(ReadOnlySpan<char> d) => d.Length == 11 && Checksums.Mod11And10(d);

    /// <summary>Bulgarian EGN: a date (months may carry 20 or 40); weights 2, 4, 8, 5, 10, 9, 7, 3, 6 modulo 11.</summary>
    public static bool BulgarianEgn(ReadOnlySpan<char> d)
    {
        ReadOnlySpan<int> weights = [2, 4, 8, 5, 10, 9, 7, 3, 6];
        if (d.Length != 10 || Two(d, 2) % 20 is < 1 or > 12 || Two(d, 4) is < 1 or > 31)
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < 9; i++)
        {
            sum += (d[i] - '0') * weights[i];
        }

        return sum % 11 % 10 == d[9] - '0';
    }

    /// <summary>Estonian or Lithuanian personal code: sex and century, date, serial; weights 1 to 9 and 1, and where that gives 10, 3 to 9 and 1 to 3.</summary>
    public static bool BalticPersonalCode(ReadOnlySpan<char> d)
    {
        if (d.Length != 11 || d[0] is < '1' or > '8' || Two(d, 3) is < 1 or > 12 || Two(d, 5) is < 1 or > 31)
        {
            return false;
        }

        var (first, second) = (0, 0);
        for (var i = 0; i < 10; i++)
        {
            first += (d[i] - '0') * ((i % 9) + 1);
            second += (d[i] - '0') * (((i + 2) % 9) + 1);
        }

        var check = first % 11 < 10 ? first % 11 : second % 11 % 10;
        return check == d[10] - '0';
    }

    /// <summary>Greek AFM: powers of two from 256 down, modulo 11, modulo 10.</summary>
    public static bool GreekAfm(ReadOnlySpan<char> d)
    {
        var sum = 0;
        for (var i = 0; d.Length == 9 && i < 8; i++)
        {
            sum += (d[i] - '0') << (8 - i);
        }

        return d.Length == 9 && !Checksums.AllSame(d) && sum % 11 % 10 == d[8] - '0';
    }

    /// <summary>Polish NIP: weights 6, 5, 7, 2, 3, 4, 5, 6, 7 modulo 11.</summary>
    public static bool PolishNip(ReadOnlySpan<char> d) => d.Length == 10 && !Checksums.AllSame(d) && Checksums.Weighted(d, [6, 5, 7, 2, 3, 4, 5, 6, 7, -1], 11);

    /// <summary>Swedish organisation number: ten digits, the third at least 2, Luhn.</summary>
    public static bool SwedishOrganisation(ReadOnlySpan<char> d) => d.Length == 10 && d[2] >= '2' && Checksums.Luhn(d);

    internal static bool Digits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;

    internal static int Two(ReadOnlySpan<char> digits, int at) => ((digits[at] - '0') * 10) + (digits[at + 1] - '0');

    /// <summary>The check digit by descending weights from <paramref name="weight"/>, modulus 11, with 0 where 11 less the rest is more than 9.</summary>
    internal static int Mod11Low(ReadOnlySpan<char> digits, int weight)
    {
        var sum = 0;
        foreach (var c in digits)
        {
            sum += (c - '0') * weight--;
        }

        var check = 11 - (sum % 11);
        return check > 9 ? 0 : check;
    }
}
