using Bartizan.Guard.Spans;
using Bartizan.Guard.Validation;

namespace Bartizan.Guard.Personal;

/// <summary>
/// The numbers of digits alone. A bare run of digits whose check holds one time in ten by chance needs a word beside it that says what it is;
/// one whose checks hold one time in fifty or less is reported without, at 0.5.
/// </summary>
internal static class PlainNumberKinds
{
    private const double Unnamed = 0.5;

    /// <summary>All of them; of one length, the first that a word speaks for wins.</summary>
    public static IReadOnlyList<NumberKind> All { get; } = [.. Americas(), .. Europe(), .. AsiaPacific(), .. Devices()];

    /// <summary>Those with so many digits.</summary>
    public static ReadOnlySpan<NumberKind> OfLength(int digits) => digits < ByLength.Length ? ByLength[digits] : [];

    private static readonly NumberKind[][] ByLength = [.. Enumerable.Range(0, DigitGroups.MaxDigits + 1).Select(length => All.Where(kind => kind.Length == length).ToArray())];

    private static NumberKind[] Americas() =>
    [
        Laid("us-ssn", "A US social security number.", 9, NationalNumbers.Ssn, "ssn|social security|soc sec|sozialversicherung|seguridad social", [3, 2, 4], "--"),
        Laid("us-ssn", "A US social security number.", 9, NationalNumbers.Ssn, "ssn|social security", [3, 2, 4], "  "),
        Laid("us-itin", "A US individual taxpayer number.", 9, NationalNumbers.Itin, "itin|taxpayer", [3, 2, 4], "--"),
        Entry("us-aba-routing", "A US bank routing number.", 9, NationalNumbers.Aba, "routing|aba|rtn|transit number|bank code") with { Loose = static d => Checksums.Weighted(d, [3, 7, 1, 3, 7, 1, 3, 7, 1], 10) },
        Entry("us-npi", "A US national provider identifier.", 10, NationalNumbers.Npi, "npi|provider"),
        Laid("ca-sin", "A Canadian social insurance number.", 9, NationalNumbers.Sin, "sin|social insurance|nas|assurance sociale", [3, 3, 3], "--") with { Loose = static d => Checksums.Luhn(d) },
        Laid("br-cpf", "A Brazilian CPF.", 11, NationalNumbers.Cpf, "cpf|cadastro de pessoa", [3, 3, 3, 2], "..-") with { Alone = Unnamed },
        Laid("br-cnpj", "A Brazilian CNPJ.", 14, NationalNumbers.Cnpj, "cnpj|cadastro nacional", [2, 3, 3, 4, 2], "../-") with { Alone = Unnamed, Strict = static d => d[8..11] is "000" && NationalNumbers.Cnpj(d) },
        Laid("ar-cuit", "An Argentine CUIT or CUIL.", 11, AmericanNumbers.Cuit, "cuit|cuil", [2, 8, 1], "--"),
        Laid("cl-rut", "A Chilean RUT.", 9, AmericanNumbers.Rut, "rut|rol único", [2, 3, 3, 1], "..-"),
        Laid("cl-rut", "A Chilean RUT.", 9, AmericanNumbers.Rut, "rut|rol único", [8, 1], "-"),
        Laid("cl-rut", "A Chilean RUT.", 8, AmericanNumbers.Rut, "rut|rol único", [1, 3, 3, 1], "..-"),
        Entry("co-nit", "A Colombian NIT.", 10, AmericanNumbers.Nit, "nit|identificación tributaria"),
        Entry("us-ein", "A US employer identification number.", 9, AmericanNumbers.Ein, "ein:|ein #|ein number|employer identification|fein") with { Named = 0.8 },
    ];

    private static NumberKind[] Europe() =>
    [
        Entry("uk-nhs", "An NHS number: modulus 11 holds.", 10, Checksums.Nhs, "nhs|national health|patient"),
        Entry("nl-bsn", "A Dutch BSN: the eleven test holds.", 9, NationalNumbers.Bsn, "bsn|burgerservicenummer|burger service|sofinummer|sofi"),
        Laid("de-tax-id", "A German tax identification number.", 11, NationalNumbers.GermanTaxId, "steuer|tax id|idnr|tin|tax number|identifikationsnummer|idno", [2, 3, 3, 3], "   ") with { Alone = Unnamed, Strict = EuropeanNumbers.GermanTaxIdStrict },
        Entry("pl-pesel", "A Polish PESEL.", 11, NationalNumbers.Pesel, "pesel") with { Alone = Unnamed },
        Laid("pl-nip", "A Polish NIP.", 10, EuropeanNumbers.PolishNip, "nip|numer identyfikacji podatkowej", [3, 3, 2, 2], "---"),
        Laid("se-personnummer", "A Swedish personnummer.", 10, NationalNumbers.Personnummer, "personnummer|swedish", [6, 4], "-"),
        Laid("se-personnummer", "A Swedish personnummer.", 12, static d => NationalNumbers.Personnummer(d[2..]), "personnummer|swedish", [8, 4], "-"),
        Entry("se-organisation", "A Swedish organisation number.", 10, EuropeanNumbers.SwedishOrganisation, "organisationsnummer|org.nr|orgnr|org nr|swedish"),
        Laid("fr-nir", "A French NIR: the key holds.", 15, NationalNumbers.Nir, "nir|sécurité sociale|insee|securite sociale|numéro de sécu", [1, 2, 2, 2, 3, 3, 2], "      "),
        Entry("fr-nir", "A French NIR: the key holds.", 15, NationalNumbers.Nir, "nir") with { Alone = 0.8 },
        Entry("it-vat", "An Italian VAT number.", 11, EuropeanNumbers.ItalianVat, "partita iva|p.iva|p. iva|piva|vat"),
        Laid("be-national-number", "A Belgian national number.", 11, EuropeanNumbers.Belgian, "rijksregister|registre national|national number|nationalregister|insz|niss", [2, 2, 2, 3, 2], "..-."),
        Laid("ch-ahv", "A Swiss AHV number.", 13, EuropeanNumbers.SwissAhv, "ahv|avs|sozialversicherung", [3, 4, 4, 2], "...") with { Alone = 0.7 },
        Laid("at-svnr", "An Austrian social insurance number.", 10, EuropeanNumbers.AustrianSocial, "svnr|sozialversicherung|versicherungsnummer|sv-nummer", [4, 6], " ") with { LaidOut = 0.6 },
        Entry("dk-cpr", "A Danish CPR number.", 10, EuropeanNumbers.DanishCpr, "cpr|personnummer|cpr-nummer") with { Named = 0.85 },
        Entry("no-fodselsnummer", "A Norwegian birth number.", 11, EuropeanNumbers.Norwegian, "fødselsnummer|fodselsnummer|personnummer|norwegian") with { Alone = Unnamed },
        Entry("pt-nif", "A Portuguese NIF.", 9, EuropeanNumbers.PortugueseNif, "nif|contribuinte|identificação fiscal"),
        Laid("cz-birth-number", "A Czech or Slovak birth number.", 10, EuropeanNumbers.CzechBirthNumber, "rodné číslo|rodne cislo|rč|birth number", [6, 4], "/"),
        Entry("ro-cnp", "A Romanian CNP.", 13, EuropeanNumbers.RomanianCnp, "cnp|cod numeric personal") with { Alone = Unnamed },
        Entry("hr-oib", "A Croatian OIB.", 11, EuropeanNumbers.CroatianOib, "oib"),
        Entry("bg-egn", "A Bulgarian EGN.", 10, EuropeanNumbers.BulgarianEgn, "egn|егн"),
        Entry("baltic-personal-code", "An Estonian or Lithuanian personal code.", 11, EuropeanNumbers.BalticPersonalCode, "isikukood|asmens kodas|personal code") with { Alone = Unnamed },
        Entry("gr-afm", "A Greek AFM.", 9, EuropeanNumbers.GreekAfm, "afm|αφμ|α.φ.μ"),
        Laid("de-tax-number", "A German tax number of the states.", 11, static d => d[0] != '0', "steuernummer|steuer-nr|st.-nr|stnr", [3, 3, 5], "//") with { Named = 0.8, LaidOut = 0.6 },
    ];

    private static NumberKind[] AsiaPacific() =>
    [
        Entry("au-tfn", "An Australian tax file number.", 9, NationalNumbers.Tfn, "tfn|tax file"),
        Laid("au-abn", "An Australian business number.", 11, NationalNumbers.Abn, "abn|business number", [2, 3, 3, 3], "   ") with { Alone = Unnamed },
        Entry("au-acn", "An Australian company number.", 9, AsiaPacificNumbers.Acn, "acn|company number"),
        Laid("au-medicare", "An Australian Medicare number.", 10, NationalNumbers.Medicare, "medicare", [4, 5, 1], "  "),
        Entry("nz-ird", "A New Zealand IRD number.", 9, AsiaPacificNumbers.Ird, "ird|inland revenue"),
        Laid("in-aadhaar", "An Indian Aadhaar number: Verhoeff check digit holds.", 12, NationalNumbers.Aadhaar, "aadhaar|aadhar|uidai", [4, 4, 4], "  "),
        Entry("tr-national-id", "A Turkish identity number.", 11, NationalNumbers.TurkishId, "tckn|kimlik|tc|turkish") with { Alone = Unnamed },
        Laid("kr-rrn", "A Korean resident or foreigner registration number.", 13, NationalNumbers.Rrn, "rrn|resident registration|주민등록|외국인등록|alien registration", [6, 7], "-"),
        Laid("kr-business", "A Korean business registration number.", 10, AsiaPacificNumbers.KoreanBusiness, "brn|사업자등록|business registration", [3, 2, 5], "--"),
        Entry("kr-driver-licence", "A Korean driver licence number.", 12, static d => d[0] is '1' or '2' && d[1] is >= '1' and <= '8', "운전면허|driver") with { Named = 0.8 },
        Laid("th-national-id", "A Thai national number.", 13, AsiaPacificNumbers.ThaiId, "thai|บัตรประชาชน|เลขประจำตัว", [1, 4, 5, 2, 1], "----"),
        Entry("cn-resident-id", "A Chinese resident identity number.", 18, AsiaPacificNumbers.ChineseId, "身份证|居民|resident identity") with { Alone = 0.85 },
        Laid("jp-my-number", "A Japanese individual number.", 12, AsiaPacificNumbers.MyNumber, "my number|マイナンバー|個人番号|individual number", [], ""),
        Laid("my-mykad", "A Malaysian MyKad number.", 12, AsiaPacificNumbers.MyKad, "mykad|nric|ic number|kad pengenalan", [6, 2, 4], "--") with { LaidOut = 0.7 },
        Entry("id-nik", "An Indonesian NIK.", 16, AsiaPacificNumbers.Nik, "nik|ktp|kependudukan") with { Named = 0.85 },
        Entry("il-teudat-zehut", "An Israeli identity number.", 9, AsiaPacificNumbers.TeudatZehut, "teudat zehut|תעודת זהות|ת.ז|israeli id"),
        Laid("ae-emirates-id", "An Emirates identity number.", 15, AsiaPacificNumbers.EmiratesId, "emirates id|هوية", [3, 4, 7, 1], "---") with { Alone = 0.8 },
        Entry("za-id", "A South African identity number.", 13, NationalNumbers.SouthAfricanId, "south africa|sa id|rsa id|id number") with { Alone = 0.8 },
        Entry("ng-nin", "A Nigerian national identification number.", 11, static d => !Checksums.AllSame(d), "nin|nimc") with { Named = 0.8 },
        Laid("ph-tin", "A Philippine taxpayer number.", 12, static d => d[0] != '0', "tin|bir", [3, 3, 3, 3], "---") with { Named = 0.8, LaidOut = 0 },
        Laid("ph-umid", "A Philippine UMID number.", 12, static d => d.StartsWith("0"), "umid|crn", [4, 7, 1], "--") with { Named = 0.8, LaidOut = 0.6 },
    ];

    private static NumberKind[] Devices() =>
    [
        Entry("imei", "A device's IMEI.", 15, static d => d[0] != '0' && Checksums.Luhn(d), "imei|handset|device") with { Alone = Unnamed, Strict = static d => d[..2] is "35" or "86" && Checksums.Luhn(d) },
    ];

    private static NumberKind Entry(string name, string reason, int length, NumberCheck check, string words) =>
        new(new HitKind($"pii.{name}", "personal-data", reason), length, check, new ContextWords(words.Split('|')));

    private static NumberKind Laid(string name, string reason, int length, NumberCheck check, string words, int[] layout, string separators) =>
        Entry(name, reason, length, check, words) with { Layout = layout, Separators = separators };
}
