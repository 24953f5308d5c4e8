using static Bartizan.Guard.Validation.EuropeanNumbers;

namespace Bartizan.Guard.Validation;

/// <summary>Rules of identity and tax numbers of Asia, Australia, New Zealand and Africa. Arguments are ASCII without separators, upper case.</summary>
public static class AsiaPacificNumbers
{
    private const string Base36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>Australian company number: weights 8 to 1, the check digit makes the sum a multiple of 10.</summary>
    public static bool Acn(ReadOnlySpan<char> d) => d.Length == 9 && !Checksums.AllSame(d) && Checksums.Weighted(d, [8, 7, 6, 5, 4, 3, 2, 1, 1], 10);

    /// <summary>New Zealand IRD number of nine digits: weights 3, 2, 7, 6, 5, 4, 3, 2 modulo 11, and others where that gives 10.</summary>
    public static bool Ird(ReadOnlySpan<char> d)
    {
        ReadOnlySpan<int> first = [3, 2, 7, 6, 5, 4, 3, 2];
        ReadOnlySpan<int> second = [7, 4, 3, 2, 5, 2, 7, 6];
        if (d.Length != 9 || d[0] is not ('0' or '1'))
        {
            return false;
        }

        var check = Check(d, first);
        check = check == 10 ? Check(d, second) : check;
        return check == d[8] - '0';

        static int Check(ReadOnlySpan<char> d, ReadOnlySpan<int> weights)
        {
            var sum = 0;
            for (var i = 0; i < 8; i++)
            {
                sum += (d[i] - '0') * weights[i];
            }

            return (11 - (sum % 11)) % 11;
        }
    }

    /// <summary>Thai national number: weights 13 to 2; 11 less the rest modulo 11, modulo 10.</summary>
    public static bool ThaiId(ReadOnlySpan<char> d)
    {
        var sum = 0;
        for (var i = 0; d.Length == 13 && i < 12; i++)
        {
            sum += (d[i] - '0') * (13 - i);
        }

        return d.Length == 13 && d[0] is >= '1' and <= '8' && (11 - (sum % 11)) % 10 == d[12] - '0';
    }

    /// <summary>Chinese resident identity number (GB 11643): region, date, serial, check character by ISO 7064 MOD 11-2.</summary>
    public static bool ChineseId(ReadOnlySpan<char> n)
    {
        if (n.Length != 18 || !Digits(n[..17]) || n[0] is < '1' or > '8' || Two(n, 6) is not (18 or 19 or 20) || Two(n, 10) is < 1 or > 12 || Two(n, 12) is < 1 or > 31)
        {
            return false;
        }

        var rest = 0;
        for (var i = 0; i < 17; i++)
        {
            rest = (rest + (n[i] - '0')) * 2 % 11;
        }

        return "0123456789X"[(12 - rest) % 11] == n[17];
    }

    /// <summary>Hong Kong identity card of one letter: weights 9 (a blank counting 36) and 8 to 2; modulus 11.</summary>
    public static bool HongKongId(ReadOnlySpan<char> n)
    {
        if (n.Length != 8 || !char.IsAsciiLetterUpper(n[0]) || !Digits(n[1..7]) || !(char.IsAsciiDigit(n[7]) || n[7] == 'A'))
        {
            return false;
        }

        var sum = (36 * 9) + ((n[0] - 'A' + 10) * 8);
        for (var i = 1; i < 7; i++)
        {
            sum += (n[i] - '0') * (8 - i);
        }

        var check = (11 - (sum % 11)) % 11;
        return n[7] == (check == 10 ? 'A' : (char)('0' + check));
    }

    /// <summary>Taiwanese national number: a letter for the place, 1, 2, 8 or 9 for the sex, weights 1, 9, 8 to 1, 1; modulus 10.</summary>
    public static bool TaiwaneseId(ReadOnlySpan<char> n)
    {
        const string Places = "ABCDEFGHJKLMNPQRSTUVXYWZIO";
        if (n.Length != 10 || n[1] is not ('1' or '2' or '8' or '9') || !Digits(n[1..]) || Places.IndexOf(n[0], StringComparison.Ordinal) is not (>= 0 and var place))
        {
            return false;
        }

        var sum = ((place + 10) / 10) + ((place + 10) % 10 * 9);
        for (var i = 1; i < 9; i++)
        {
            sum += (n[i] - '0') * (9 - i);
        }

        return (sum + (n[9] - '0')) % 10 == 0;
    }

    /// <summary>Japanese individual number: twelve digits; 11 less the rest of weights 6 to 2 and 7 to 2, modulo 11.</summary>
    public static bool MyNumber(ReadOnlySpan<char> d)
    {
        ReadOnlySpan<int> weights = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
        var sum = 0;
        for (var i = 0; d.Length == 12 && i < 11; i++)
        {
            sum += (d[i] - '0') * weights[i];
        }

        return d.Length == 12 && !Checksums.AllSame(d) && (sum % 11 < 2 ? 0 : 11 - (sum % 11)) == d[11] - '0';
    }

    /// <summary>Malaysian MyKad: a date of birth, a place code, four digits.</summary>
    public static bool MyKad(ReadOnlySpan<char> d) => d.Length == 12 && Two(d, 2) is >= 1 and <= 12 && Two(d, 4) is >= 1 and <= 31 && Two(d, 6) is (>= 1 and <= 16) or (>= 21 and <= 59) or 82;

    /// <summary>Indonesian NIK: region, date of birth with 40 added to a woman's day, serial.</summary>
    public static bool Nik(ReadOnlySpan<char> d) =>
        d.Length == 16 && Two(d, 0) is >= 11 and <= 96 && Two(d, 6) % 40 is >= 1 and <= 31 && Two(d, 8) is >= 1 and <= 12 && !d.EndsWith("0000");

    /// <summary>Korean business registration number: weights 1, 3, 7, 1, 3, 7, 1, 3, 5 and the carry of the last; modulus 10.</summary>
    public static bool KoreanBusiness(ReadOnlySpan<char> d)
    {
        ReadOnlySpan<int> weights = [1, 3, 7, 1, 3, 7, 1, 3, 5];
        var sum = 0;
        for (var i = 0; d.Length == 10 && i < 9; i++)
        {
            sum += (d[i] - '0') * weights[i];
        }

        return d.Length == 10 && !Checksums.AllSame(d) && (10 - ((sum + ((d[8] - '0') * 5 / 10)) % 10)) % 10 == d[9] - '0';
    }

    /// <summary>Israeli identity number: Luhn over nine digits.</summary>
    public static bool TeudatZehut(ReadOnlySpan<char> d) => d.Length == 9 && !Checksums.AllSame(d) && Checksums.Luhn(d);

    /// <summary>Emirates identity number: begins with 784 and a year; Luhn.</summary>
    public static bool EmiratesId(ReadOnlySpan<char> d) => d.Length == 15 && d.StartsWith("784") && Two(d, 3) is 19 or 20 && Checksums.Luhn(d);

    /// <summary>Indian GSTIN: state, PAN, entity, Z, and a check character over base 36 with factors 1 and 2.</summary>
    public static bool Gstin(ReadOnlySpan<char> n)
    {
        if (n.Length != 15 || !Digits(n[..2]) || Two(n, 0) is < 1 or > 38 || !LetteredNumberRules.Pan(n[2..12]))
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < 14; i++)
        {
            var value = Base36.IndexOf(n[i], StringComparison.Ordinal) * ((i % 2) + 1);
            sum += (value / 36) + (value % 36);
        }

        return Base36[(36 - (sum % 36)) % 36] == n[14];
    }

    /// <summary>Indian vehicle registration: state, district, series, number; or the Bharat series.</summary>
    public static bool IndianPlate(ReadOnlySpan<char> n)
    {
        const string States = "AN AP AR AS BR CG CH DD DL DN GA GJ HP HR JH JK KA KL LA LD MH ML MN MP MZ NL OD PB PY RJ SK TN TR TS UK UP WB";
        if (n.Length is not (9 or 10) || !Digits(n[^4..]))
        {
            return false;
        }

        var body = n[2..^4];
        var digits = body.Length - body.TrimStart("0123456789").Length;
        return digits is 1 or 2 && body[digits..].IndexOfAnyExceptInRange('A', 'Z') < 0 && body.Length > digits && States.AsSpan().Contains(n[..2], StringComparison.Ordinal) && !n[..2].Contains(' ');
    }

    /// <summary>Singapore entity number: a business's eight digits or a company's nine, and a check letter modulo 11.</summary>
    public static bool Uen(ReadOnlySpan<char> n)
    {
        ReadOnlySpan<int> business = [10, 4, 9, 3, 8, 2, 7, 1];
        ReadOnlySpan<int> company = [10, 8, 6, 4, 9, 7, 5, 3, 1];
        var weights = n.Length == 9 ? business : n.Length == 10 ? company : default;
        if (weights.IsEmpty || !Digits(n[..^1]))
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += (n[i] - '0') * weights[i];
        }

        return n[^1] == (n.Length == 9 ? "XMKECAWLJDB" : "ZKCMDNERGWH")[sum % 11];
    }
}
