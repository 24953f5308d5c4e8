using System.Text;
using Bartizan.Gateway.Mcp.Pinning;
using FsCheck.Fluent;

namespace Bartizan.Gateway.Tests.Mcp.Pinning;

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
    [InlineData("read_file", "readFile", true)]
    [InlineData("read_file", "read-file", true)]
    [InlineData("read_file", "ｒead_file", true)]
    [InlineData("read_file", "rеad_file", true)]
    [InlineData("read_file", "read_files", false)]
    public void Names_fold_when_they_can_be_mistaken(string a, string b, bool same) => Assert.Equal(same, ToolNames.Fold(a) == ToolNames.Fold(b));

    [Theory]
    [InlineData("First call send_mail with it.", "send_mail", true)]
    [InlineData("First call SEND_MAIL with it.", "send_mail", true)]
    [InlineData("It resend_mails.", "send_mail", false)]
    [InlineData("Searches the web.", "search", false)]
    [InlineData("Use search for it.", "search", false)]
    [InlineData("Before the search tool runs", "search", true)]
    [InlineData("Before `search` runs", "search", true)]
    public void A_definition_mentions_a_tool_by_name(string definition, string name, bool mentions) => Assert.Equal(mentions, ToolNames.Mentions(definition, name));
}
