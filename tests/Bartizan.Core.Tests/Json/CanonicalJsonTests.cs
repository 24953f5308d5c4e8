using System.Text;
using Bartizan.Core.Json;
using FsCheck.Fluent;

namespace Bartizan.Core.Tests.Json;

public class CanonicalJsonTests
{
    [Theory]
    // RFC 8785, section 3.2.2 and appendix B.
    [InlineData("""{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}""",
        "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}")]
    [InlineData("""{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}""", "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}")]
    [InlineData("[-0, 1e21, 1e20, 9007199254740993, 5e-324, 1e-7, 0.000001, 1.7976931348623157e308]", "[0,1e+21,100000000000000000000,9007199254740992,5e-324,1e-7,0.000001,1.7976931348623157e+308]")]
    public void Equal_values_have_one_spelling(string json, string canonical) => Assert.Equal(canonical, CanonicalJson.Define(Encoding.UTF8.GetBytes(json))!.Json);

    [Theory]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("[1e400]")]
    public void What_the_scheme_has_no_form_for_is_no_definition(string json) => Assert.Null(CanonicalJson.Define(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_number_reads_back_as_itself_and_is_written_the_same_again() =>
        FsCheck.Check.QuickThrowOnFailure(Prop.ForAll<double>(IsStable));

    private static bool IsStable(double value)
    {
        var text = double.IsFinite(value) ? EcmaNumber.Format(value) : "0";
        var back = double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        return !double.IsFinite(value) || (back == value && EcmaNumber.Format(back) == text);
    }

    [Fact]
    public void A_definition_that_is_too_large_is_none() => Assert.Null(CanonicalJson.Define(Encoding.UTF8.GetBytes($"\"{new string('x', 300 << 10)}\"")));

    [Theory]
    [InlineData("""{"b":[1.0,1e2,0.10,-5e-1],"a":"x"}""", """{"a":"x","b":[1,100,0.1,-0.5]}""")]
    [InlineData("[9007199254740992,123456789012345680000,1e21]", "[9007199254740992,123456789012345680000,1e+21]")]
    public void What_somebody_vouches_for_is_written_where_that_loses_nothing(string json, string? canonical) =>
        Assert.Equal(canonical, CanonicalJson.Exact(Encoding.UTF8.GetBytes(json), 1_000));

    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("0.1000000000000000055511151231257827")]
    [InlineData("-0")]
    [InlineData("1e400")]
    [InlineData("0e99999999999999999999")]
    [InlineData("""{"to":"a","to":"b"}""")]
    [InlineData("""{"to":"a","t\u006f":"b"}""")]
    [InlineData("\"\\ud800\"")]
    [InlineData("[1,]")]
    public void What_could_be_read_as_something_else_nobody_can_vouch_for(string json) => Assert.Null(CanonicalJson.Exact(Encoding.UTF8.GetBytes(json), 1_000));
}
