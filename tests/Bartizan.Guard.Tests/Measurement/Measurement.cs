using Bartizan.Core.Exchanges;

namespace Bartizan.Guard.Tests.Measurement;

/// <summary>Counts what was found, missed and made up, by type.</summary>
internal sealed class Measurement
{
    private static readonly Dictionary<string, string> LabelOf = new()
    {
        ["EMAIL_ADDRESS"] = "pii.email",
        ["PHONE_NUMBER"] = "pii.phone",
        ["CREDIT_CARD"] = "pii.payment-card",
        ["IBAN_CODE"] = "pii.iban",
        ["US_SSN"] = "pii.us-ssn",
        ["US_ITIN"] = "pii.us-itin",
        ["UK_NINO"] = "pii.uk-nino",
        ["UK_NHS"] = "pii.uk-nhs",
        ["IP_ADDRESS"] = "pii.ip-address",
        ["MAC_ADDRESS"] = "pii.mac-address",
        ["ES_NIF"] = "pii.es-nif",
        ["ES_NIE"] = "pii.es-nie",
        ["IT_FISCAL_CODE"] = "pii.it-fiscal-code",
        ["SG_NRIC"] = "pii.sg-nric",
        ["IN_PAN"] = "pii.in-pan",
        ["VIN"] = "pii.vin",
        ["FI_HETU"] = "pii.fi-hetu",
        ["ETH_ADDRESS"] = "pii.eth-address",
        ["BTC_ADDRESS"] = "pii.btc-address",
        ["PASSPORT"] = "pii.passport",
        ["DATE_OF_BIRTH"] = "pii.date-of-birth",
        ["US_ABA_ROUTING"] = "pii.us-aba-routing",
        ["US_NPI"] = "pii.us-npi",
        ["NL_BSN"] = "pii.nl-bsn",
        ["CA_SIN"] = "pii.ca-sin",
        ["AU_TFN"] = "pii.au-tfn",
        ["AU_ABN"] = "pii.au-abn",
        ["AU_MEDICARE"] = "pii.au-medicare",
        ["DE_TAX_ID"] = "pii.de-tax-id",
        ["PL_PESEL"] = "pii.pl-pesel",
        ["TR_NATIONAL_ID"] = "pii.tr-national-id",
        ["ZA_ID"] = "pii.za-id",
        ["IN_AADHAAR"] = "pii.in-aadhaar",
        ["BR_CPF"] = "pii.br-cpf",
        ["BR_CNPJ"] = "pii.br-cnpj",
        ["KR_RRN"] = "pii.kr-rrn",
        ["SE_PERSONNUMMER"] = "pii.se-personnummer",
        ["FR_NIR"] = "pii.fr-nir",
        ["IMEI"] = "pii.imei",
        ["PERSON"] = Person,
        ["STREET_ADDRESS"] = Place,
        ["LOCATION"] = Place,
        ["ZIP_CODE"] = Place,
    };

    /// <summary>What names and places are counted under.</summary>
    public const string Person = "names";
    public const string Place = "places";

    private readonly SortedDictionary<string, (int Hit, int Exact, int Missed, int False)> _counts = new(StringComparer.Ordinal);

    public List<string> Missed { get; } = [];

    public List<string> MadeUp { get; } = [];

    public int CleanTexts { get; private set; }

    public int CleanTextsWithFindings { get; private set; }

    /// <summary>Clean texts in which nothing but names or places was found: most do name somebody, as documents do.</summary>
    public int CleanTextsWithNames { get; private set; }

    /// <summary>Types that no detector claims are left out; <c>SECRET:…</c> counts as one type.</summary>
    public static Measurement Of(IEnumerable<LabelledText> rows)
    {
        var measurement = new Measurement();
        foreach (var row in rows)
        {
            measurement.Add(row, [.. Inspecting.Find(row.Text)]);
        }

        return measurement;
    }

    public (double Precision, double Recall, double Exact, int Spans) For(Func<string, bool> label)
    {
        var (hit, exact, missed, made) = (0, 0, 0, 0);
        foreach (var (_, c) in _counts.Where(c => label(c.Key)))
        {
            (hit, exact, missed, made) = (hit + c.Hit, exact + c.Exact, missed + c.Missed, made + c.False);
        }

        return (hit + made == 0 ? 1 : (double)hit / (hit + made), hit + missed == 0 ? 1 : (double)hit / (hit + missed), hit == 0 ? 0 : (double)exact / hit, hit + missed);
    }

    public IEnumerable<string> Table() => _counts.Keys.Select(label =>
    {
        var (precision, recall, exact, spans) = For(l => l == label);
        return $"| `{label}` | {spans} | {precision:F3} | {recall:F3} | {exact:F3} |";
    });

    private void Add(LabelledText row, List<Finding> findings)
    {
        if (row.Family is "NEG_DOC_STRUCTURED")
        {
            CleanTexts++;
            CleanTextsWithFindings += findings.Exists(f => !IsName(Claimed(f))) ? 1 : 0;
            CleanTextsWithNames += findings.Count > 0 && findings.TrueForAll(f => IsName(Claimed(f))) ? 1 : 0;
        }

        // The names of the corpus's own generator are a short list: they say nothing of a lexicon.
        var named = row.Source.StartsWith("presidio", StringComparison.Ordinal);
        var used = new HashSet<Finding>(findings.Where(f => !named && IsName(Claimed(f))));
        foreach (var span in row.Spans.Where(span => span.End > span.Start))
        {
            var secret = span.Type.StartsWith("SECRET", StringComparison.Ordinal);
            if (!secret && !LabelOf.ContainsKey(span.Type))
            {
                // Organisations and titles are not claimed, and a name found in one is no invention.
                used.UnionWith(findings.Where(f => IsName(Claimed(f)) && f.Start < span.End && span.Start < f.Start + f.Length));
                continue;
            }

            var label = secret ? "secret" : LabelOf[span.Type];
            if (IsName(label) && !named)
            {
                continue;
            }

            var match = findings.Find(f => f.Start < span.End && span.Start < f.Start + f.Length && Claimed(f) == label);
            if (match is null)
            {
                Count(label, missed: 1);
                Missed.Add($"{span.Type}|{Around(row.Text, span.Start, span.End)}|{string.Join(',', findings.Select(f => f.Label))}");
                continue;
            }

            used.Add(match);
            Count(label, hit: 1, exact: match.Start == span.Start && match.Start + match.Length == span.End ? 1 : 0);
        }

        foreach (var finding in findings.Where(f => !used.Contains(f)))
        {
            var label = Claimed(finding);

            // A finding that overlaps a labelled span under another name is that span seen otherwise: one error, counted where it is claimed.
            Count(label, made: 1);
            MadeUp.Add($"{finding.Label}|{Around(row.Text, finding.Start, finding.Start + finding.Length)}|{row.Source}|{row.Family}|{string.Join(',', row.Spans.Where(s => s.Start < finding.Start + finding.Length && finding.Start < s.End).Select(s => s.Type))}");
        }
    }

    private static bool IsName(string label) => label is Person or Place;

    private static string Claimed(Finding finding) => finding.Label switch
    {
        "pii.person" => Person,
        "pii.address" or "pii.location" or "pii.postcode" => Place,
        _ when finding.Label.StartsWith("secret.", StringComparison.Ordinal) => "secret",
        _ => finding.Label,
    };

    private void Count(string label, int hit = 0, int exact = 0, int missed = 0, int made = 0)
    {
        var c = _counts.GetValueOrDefault(label);
        _counts[label] = (c.Hit + hit, c.Exact + exact, c.Missed + missed, c.False + made);
    }

    private static string Around(string text, int start, int end) =>
        (text[Math.Max(0, start - 40)..start] + "»" + text[start..end] + "«" + text[end..Math.Min(text.Length, end + 30)]).ReplaceLineEndings("⏎");
}
