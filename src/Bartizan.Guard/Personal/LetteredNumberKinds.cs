using Bartizan.Guard.Spans;
using Bartizan.Guard.Validation;

namespace Bartizan.Guard.Personal;

/// <summary>The numbers that hold letters, in one piece. What a form alone cannot tell from a part number needs a word beside it.</summary>
internal static class LetteredNumberKinds
{
    /// <summary>All of them; of one length, a form that tells by itself comes before one that needs a word.</summary>
    public static IReadOnlyList<NumberKind> All { get; } =
    [
        Alone("uk-nino", "A UK national insurance number.", 9, LetteredNumberRules.Nino, 0.9),
        Alone("es-nif", "A Spanish NIF: the check letter holds.", 9, static n => char.IsAsciiDigit(n[0]) && LetteredNumberRules.Nif(n), 0.85),
        Alone("es-nie", "A Spanish NIE: the check letter holds.", 9, static n => char.IsAsciiLetter(n[0]) && LetteredNumberRules.Nif(n), 0.85),
        Alone("sg-nric", "A Singapore NRIC or FIN: the check letter holds.", 9, LetteredNumberRules.Nric, 0.85),
        Alone("in-pan", "An Indian PAN.", 10, LetteredNumberRules.Pan, 0.75) with { Capitals = true },
        Alone("it-fiscal-code", "An Italian codice fiscale: the check letter holds.", 16, LetteredNumberRules.FiscalCode, 0.95),
        Alone("uk-driving-licence", "A UK driving licence number.", 16, EuropeanNumbers.BritishDrivingLicence, 0.8) with { Capitals = true },
        Alone("us-mbi", "A US Medicare beneficiary identifier.", 11, AmericanNumbers.MedicareBeneficiary, 0.7) with { Capitals = true },
        Alone("in-gstin", "An Indian GSTIN: the check character holds.", 15, AsiaPacificNumbers.Gstin, 0.95) with { Capitals = true },
        Alone("mx-curp", "A Mexican CURP: the check digit holds.", 18, AmericanNumbers.Curp, 0.95),
        Alone("cn-resident-id", "A Chinese resident identity number.", 18, AsiaPacificNumbers.ChineseId, 0.9),
        Alone("de-pension-number", "A German pension insurance number: the check digit holds.", 12, EuropeanNumbers.GermanPensionNumber, 0.85) with { Capitals = true },
        Named("us-dea", "A US DEA number: the check digit holds.", 9, AmericanNumbers.Dea, "dea|medical license|medical licence|prescriber"),
        Named("sg-uen", "A Singapore entity number: the check letter holds.", 9, AsiaPacificNumbers.Uen, "uen|entity number"),
        Named("sg-uen", "A Singapore entity number: the check letter holds.", 10, AsiaPacificNumbers.Uen, "uen|entity number"),
        Named("ie-pps", "An Irish PPS number: the check letter holds.", 8, EuropeanNumbers.IrishPps, "pps|ppsn|public service"),
        Named("ie-pps", "An Irish PPS number: the check letter holds.", 9, EuropeanNumbers.IrishPps, "pps|ppsn|public service"),
        Named("hk-id", "A Hong Kong identity card number: the check digit holds.", 8, AsiaPacificNumbers.HongKongId, "hkid|hong kong|身份證"),
        Named("tw-national-id", "A Taiwanese national number: the check digit holds.", 10, AsiaPacificNumbers.TaiwaneseId, "taiwan|身分證|national id"),
        Named("mx-rfc", "A Mexican RFC.", 13, AmericanNumbers.Rfc, "rfc|contribuyentes"),
        Named("de-id-card", "A German identity card or passport number: the check digit holds.", 10, EuropeanNumbers.GermanDocument, "ausweis|reisepass|identity card|id card|passport"),
        Named("de-id-card", "A German identity card number.", 9, static n => "LMNPRTVWXY".Contains(n[0]) && DocumentCharacters.ContainsAll(n) && n[1..].ContainsAnyInRange('0', '9'), "personalausweis|ausweisnummer|ausweisnr"),
        Named("de-health-number", "A German health insurance number: the check digit holds.", 10, EuropeanNumbers.GermanHealthNumber, "kvnr|krankenversich|versichertennummer|krankenkasse|health insurance"),
        Named("it-identity-card", "An Italian identity card number.", 9, static n => Form(n, "AADDDDDAA") || Form(n, "AADDDDDDD"), "carta d'identità|carta di identità|carta identità|carta d'identita|identity card"),
        Named("it-driver-licence", "An Italian driving licence number.", 10, static n => Form(n, "AADDDDDDDA"), "patente|driving licence|driver license|driver's license"),
        Named("kr-passport", "A Korean passport number.", 9, static n => Form(n, "ADDDADDDD") && "MSRODG".Contains(n[0]), "passport|여권"),
        Named("in-voter-id", "An Indian voter number.", 10, static n => Form(n, "AAADDDDDDD"), "voter|epic|election"),
        Named("in-vehicle-registration", "An Indian vehicle registration.", 10, AsiaPacificNumbers.IndianPlate, "vehicle|registration|number plate|car|rc"),
        Named("in-vehicle-registration", "An Indian vehicle registration.", 9, AsiaPacificNumbers.IndianPlate, "vehicle|registration|number plate|car|rc"),
        Named("uk-vehicle-registration", "A UK registration plate.", 7, EuropeanNumbers.BritishPlate, "vehicle|registration|number plate|reg|vrm|car"),
        Named("ng-vehicle-registration", "A Nigerian registration plate.", 8, static n => Form(n, "AAADDDAA"), "vehicle|registration|number plate|plate") with { Named = 0.7 },
        Alone("vin", "A vehicle identification number: the check character holds.", 17, LetteredNumberRules.Vin, 0.85),
        .. Enumerable.Range(6, 8).Select(static length => Named(
            "driver-licence",
            "A number beside words that say it is a driving licence's.",
            length,
            static n => char.IsAsciiLetterUpper(n[0]) && Digits(n[1..]) >= 4,
            "driver license|driver's license|drivers license|driver licence|driver's licence|driving licence|driving license|license number|führerschein|permis de conduire|carné de conducir|permiso de conducir|patente di guida|carta de condução|rijbewijs") with { Named = 0.75 }),
    ];

    // German documents leave out vowels and what looks like a digit.
    private static readonly CharSet DocumentCharacters = CharSet.Of("0123456789CFGHJKLMNPRTVWXYZ");

    private static readonly NumberKind[][] ByLength = [.. Enumerable.Range(0, 19).Select(length => All.Where(kind => kind.Length == length).ToArray())];

    /// <summary>Those of so many characters.</summary>
    public static ReadOnlySpan<NumberKind> OfLength(int length) => length < ByLength.Length ? ByLength[length] : [];

    /// <summary>Whether letters (A) and digits (D) stand as <paramref name="form"/> says.</summary>
    private static bool Form(ReadOnlySpan<char> n, ReadOnlySpan<char> form)
    {
        for (var i = 0; i < form.Length; i++)
        {
            if (form[i] == 'A' ? !char.IsAsciiLetterUpper(n[i]) : !char.IsAsciiDigit(n[i]))
            {
                return false;
            }
        }

        return n.Length == form.Length;
    }

    private static int Digits(ReadOnlySpan<char> n)
    {
        var digits = 0;
        foreach (var c in n)
        {
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        }

        return digits;
    }

    private static NumberKind Alone(string name, string reason, int length, NumberCheck check, double score) =>
        new(new HitKind($"pii.{name}", "personal-data", reason), length, check, null) { Alone = score };

    private static NumberKind Named(string name, string reason, int length, NumberCheck check, string words) =>
        new(new HitKind($"pii.{name}", "personal-data", reason), length, check, new ContextWords(words.Split('|'))) { Named = 0.8, Capitals = true };
}
