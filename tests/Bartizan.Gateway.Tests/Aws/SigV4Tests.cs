using Bartizan.Gateway.Aws;

namespace Bartizan.Gateway.Tests.Aws;

/// <summary>The expected signatures are those of AWS's published test suite for Signature Version 4 (requests written anew from its descriptions).</summary>
public class SigV4Tests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Time = "20150830T123600Z";
    private const string Unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly CredentialScope Scope = new("20150830", "us-east-1", "service");

    [Theory]
    [InlineData("/", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("/\u1234", "", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85")]
    [InlineData("/example space/", "", "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741")]
    [InlineData("/", "Param1=value1", "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb")]
    [InlineData("/", "Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("/", "\u1234=bar", "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04")]
    [InlineData("/", Unreserved + "=" + Unreserved, "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197")]
    public void Paths_and_queries_are_signed_as_AWS_does(string path, string query, string signature) => Assert.Equal(signature, Sign(path, query));

    [Theory]
    [InlineData("my-header1", "value4,value1,value3,value2", "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01")]
    [InlineData("my-header1", "value2,value2,value1", "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea")]
    [InlineData("x-amz-security-token", "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267", "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8")]
    public void Headers_are_signed_as_AWS_does(string name, string value, string signature) => Assert.Equal(signature, Sign("/", "", (name, value)));

    [Fact]
    public void Spaces_around_and_inside_values_count_once() =>
        Assert.Equal("acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736", Sign("/", "", ("my-header1", "  value1"), ("my-header2", " \"a   b \t c\" ")));

    [Fact]
    public void A_body_is_signed_as_AWS_does()
    {
        var hash = SigV4.HashOf("Param1=value1"u8);
        Assert.Equal("9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e", hash);
        List<(string, string)> headers =
            [("content-length", "13"), ("content-type", "application/x-www-form-urlencoded"), ("host", "example.amazonaws.com"), ("x-amz-content-sha256", hash), ("x-amz-date", Time)];
        Assert.Equal("d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b", SigV4.Sign(Secret, Scope, Time, new("POST", "/", "", headers, hash)));
    }

    [Fact]
    public void A_path_that_is_sent_encoded_is_encoded_once_more() =>
        Assert.NotEqual(Sign("/model/a%3A0/converse", ""), Sign("/model/a:0/converse", ""));

    [Fact]
    public void A_header_is_read_in_any_order_and_with_or_without_spaces()
    {
        var signature = new string('a', 64);
        foreach (var text in (string[])[$"Credential=AKIDEXAMPLEAKIDEXAMPLE/20150830/us-east-1/bedrock/aws4_request, SignedHeaders=host;x-amz-date, Signature={signature}", $"Signature={signature},SignedHeaders=host;x-amz-date,Credential=AKIDEXAMPLEAKIDEXAMPLE/20150830/us-east-1/bedrock/aws4_request"])
        {
            var header = SignatureHeader.TryRead($"{SigV4.Algorithm} {text}")!;
            Assert.Equal(("AKIDEXAMPLEAKIDEXAMPLE", new CredentialScope("20150830", "us-east-1", "bedrock"), signature), (header.AccessKeyId, header.Scope, header.Signature));
            Assert.Equal(["host", "x-amz-date"], header.SignedHeaders);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Credential={0}")]
    [InlineData("Credential={0}, SignedHeaders=host, SignedHeaders=host;x-amz-date, Signature={1}")]
    [InlineData("Credential={0}, SignedHeaders=x-amz-date;host, Signature={1}")]
    [InlineData("Credential={0}, SignedHeaders=host;host, Signature={1}")]
    [InlineData("Credential={0}, SignedHeaders=Host, Signature={1}")]
    [InlineData("Credential={0}, SignedHeaders=host;, Signature={1}")]
    [InlineData("Credential={0}, SignedHeaders=host, Signature={1}0")]
    [InlineData("Credential={0}, SignedHeaders=host, Signature={1}, More=1")]
    [InlineData("Credential={0}/more, SignedHeaders=host, Signature={1}")]
    [InlineData("Credential=short/20150830/us-east-1/bedrock/aws4_request, SignedHeaders=host, Signature={1}")]
    [InlineData("Credential=AKIDEXAMPLEAKIDEXAMPLE/2015083/us-east-1/bedrock/aws4_request, SignedHeaders=host, Signature={1}")]
    [InlineData("Credential=AKIDEXAMPLEAKIDEXAMPLE/20150830/us-east-1/bedrock/aws4_requests, SignedHeaders=host, Signature={1}")]
    [InlineData("Credential=AKIDEXAMPLEAKIDEXAMPLE/20150830/us east/bedrock/aws4_request, SignedHeaders=host, Signature={1}")]
    public void A_header_that_is_not_quite_one_is_none(string text) =>
        Assert.Null(SignatureHeader.TryRead($"{SigV4.Algorithm} {string.Format(text, "AKIDEXAMPLEAKIDEXAMPLE/20150830/us-east-1/bedrock/aws4_request", new string('a', 64))}"));

    [Fact]
    public void Damaged_headers_never_throw_and_never_gain_a_meaning()
    {
        var sound = $"{SigV4.Algorithm} Credential=AKIDEXAMPLEAKIDEXAMPLE/20150830/us-east-1/bedrock/aws4_request, SignedHeaders=host;x-amz-date, Signature={new string('a', 64)}";
        var random = new Random(23);
        for (var i = 0; i < 20_000; i++)
        {
            var text = sound.ToCharArray();
            for (var n = random.Next(1, 4); n > 0; n--)
            {
                text[random.Next(text.Length)] = "=,;/ -aA0\0\u00e9"[random.Next(11)];
            }

            var read = SignatureHeader.TryRead(new string(text));
            Assert.True(read is null || (read.Scope.ToString().Split('/').Length == 4 && read.Signature.All(char.IsAsciiHexDigitLower) && read.SignedHeaders.All(n => n.Length > 0)));
        }
    }

    [Theory]
    [InlineData("20150830T122100Z", true)]
    [InlineData("20150830T125100Z", true)]
    [InlineData("20150830T122059Z", false)]
    [InlineData("20150830T125101Z", false)]
    [InlineData("20150829T123600Z", false)]
    [InlineData("2015-08-30T12:36:00Z", false)]
    [InlineData("", false)]
    public void A_signature_holds_for_a_quarter_of_an_hour_either_way(string text, bool near) =>
        Assert.Equal(near, AwsTime.IsNear(text, "20150830", new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero)));

    private static string Sign(string path, string query, params (string Name, string Value)[] more)
    {
        List<(string Name, string Value)> headers = [("host", "example.amazonaws.com"), .. more, ("x-amz-date", Time)];
        headers.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return SigV4.Sign(Secret, Scope, Time, new("GET", path, query, headers, SigV4.HashOf([])));
    }
}
