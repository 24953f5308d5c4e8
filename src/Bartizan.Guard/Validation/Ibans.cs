using System.Collections.Frozen;

namespace Bartizan.Guard.Validation;

/// <summary>IBAN lengths by country, from the ISO 13616 registry.</summary>
public static class Ibans
{
    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Lengths = Read(
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 "
        + "FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 "
        + "ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 "
        + "ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30");

    /// <summary>Longest of all.</summary>
    public const int MaxLength = 34;

    /// <summary>Length of the country's IBANs, or 0 where it has none.</summary>
    public static int LengthFor(ReadOnlySpan<char> country) => Lengths.TryGetValue(country, out var length) ? length : 0;

    /// <summary>Whether <paramref name="iban"/> (upper case, no spaces) has its country's length and its check digits hold.</summary>
    public static bool IsValid(ReadOnlySpan<char> iban) => iban.Length > 4 && LengthFor(iban[..2]) == iban.Length && Checksums.Iban(iban);

    private static FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Read(string table) => table
        .Split(' ')
        .ToFrozenDictionary(entry => entry[..2], entry => int.Parse(entry.AsSpan(2)))
        .GetAlternateLookup<ReadOnlySpan<char>>();
}
