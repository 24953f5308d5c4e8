using Bartizan.Guard.Personal;
using Bartizan.Guard.Validation;

namespace Bartizan.Guard.Tests.Validation;

/// <summary>Published example numbers hold, and no longer when a digit changes.</summary>
public class NumberRulesTests
{
    public static TheoryData<string, string> Examples => new()
    {
        { "ch-ahv", "7569217076985" }, { "be-national-number", "85073003328" }, { "at-svnr", "1237010180" }, { "no-fodselsnummer", "15108695088" }, { "pt-nif", "501964843" },
        { "ie-pps", "6433435F" }, { "cz-birth-number", "7103192745" }, { "ro-cnp", "1630615123457" }, { "hr-oib", "33392005961" }, { "bg-egn", "7523169263" },
        { "baltic-personal-code", "36805280109" }, { "baltic-personal-code", "38703181745" }, { "gr-afm", "094259216" }, { "pl-nip", "8567346215" }, { "pl-pesel", "44051401359" },
        { "au-acn", "004085616" }, { "nz-ird", "136410132" }, { "th-national-id", "1234545678781" }, { "cn-resident-id", "11010519491231002X" }, { "hk-id", "A1234563" },
        { "tw-national-id", "A123456789" }, { "jp-my-number", "123456789018" }, { "kr-business", "1168200276" }, { "il-teudat-zehut", "039337423" }, { "in-gstin", "27AAPFU0939F1ZV" },
        { "sg-uen", "00192200M" }, { "sg-uen", "197401143C" }, { "us-dea", "AB1234563" }, { "cl-rut", "125319092" }, { "cl-rut", "760864285" }, { "ar-cuit", "20055361682" },
        { "mx-curp", "BOXW310820HNERXN09" }, { "co-nit", "2131234321" }, { "de-tax-id", "36574261809" }, { "de-pension-number", "15070649C103" }, { "de-health-number", "A123456780" },
        { "de-id-card", "T220001293" }, { "it-vat", "00743110157" },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_published_number_holds_and_a_changed_one_does_not(string kind, string number)
    {
        var checks = PlainNumberKinds.All.Concat(LetteredNumberKinds.All).Where(k => k.Kind.Label == $"pii.{kind}" && k.Length == number.Length).ToList();
        Assert.Contains(checks, k => k.Holds(number));
        var last = number.LastIndexOfAny([.. "0123456789"]);
        var changed = Enumerable.Range(1, 9).Select(more => number[..last] + (char)('0' + ((number[last] - '0' + more) % 10)) + number[(last + 1)..]);
        Assert.True(changed.Count(n => checks.Exists(k => k.Holds(n))) <= 1, "a check digit tells nine of ten wrong ones");
    }

    [Theory]
    [InlineData("uk-driving-licence", "MORGA657054SM9IJ", "MORGA697354SM9IJ")]
    [InlineData("us-mbi", "1EG4TE5MK73", "1EG4TE5MKS3")]
    [InlineData("uk-vehicle-registration", "AB51ABC", "AB51QBC")]
    [InlineData("my-mykad", "770305021234", "771305021234")]
    [InlineData("id-nik", "3171011708450001", "3171011713450001")]
    [InlineData("in-vehicle-registration", "KA01AB1234", "ZZ01AB1234")]
    [InlineData("dk-cpr", "0101701234", "3113701234")]
    public void A_number_without_a_check_digit_obeys_its_form(string kind, string right, string wrong)
    {
        var check = PlainNumberKinds.All.Concat(LetteredNumberKinds.All).First(k => k.Kind.Label == $"pii.{kind}" && k.Length == right.Length);
        Assert.True(check.Holds(right));
        Assert.False(check.Holds(wrong));
    }

    [Fact]
    public void A_german_tax_number_repeats_one_digit_and_no_other()
    {
        Assert.True(EuropeanNumbers.GermanTaxIdStrict("36574261809"));
        Assert.True(NationalNumbers.GermanTaxId("11223344551") || !EuropeanNumbers.GermanTaxIdStrict("11223344551"));
        Assert.False(EuropeanNumbers.GermanTaxIdStrict("11223344559"));
    }

    [Fact]
    public void No_text_makes_a_check_throw()
    {
        var random = new Random(11);
        foreach (var kind in PlainNumberKinds.All.Concat(LetteredNumberKinds.All))
        {
            var digits = PlainNumberKinds.All.Contains(kind);
            for (var round = 0; round < 200; round++)
            {
                var text = string.Concat(Enumerable.Range(0, kind.Length).Select(_ => digits ? (char)('0' + random.Next(10)) : "0189AIKOQXZ"[random.Next(11)]));
                _ = kind.Holds(text);
                _ = kind.Loose?.Invoke(text);
                _ = kind.Strict?.Invoke(text);
            }
        }
    }
}
