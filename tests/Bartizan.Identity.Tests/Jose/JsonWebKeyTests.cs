using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Tests.Support;

namespace Bartizan.Identity.Tests.Jose;

public class JsonWebKeyTests
{
    // The example of RFC 7638 §3.1.
    private const string Rfc7638 =
        """{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}""";

    [Fact]
    public void The_thumbprint_is_that_of_the_standards_example()
    {
        var key = Parse(Rfc7638)!;
        Assert.Equal("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", key.Thumbprint);
        Assert.Equal("2011-04-29", key.Id);
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    public void An_rsa_key_verifies_with_the_algorithm_that_it_names_and_no_other(string algorithm)
    {
        using var rsa = RSA.Create(2_048);
        var parameters = rsa.ExportParameters(false);
        var key = Parse($$"""{"kty":"RSA","n":"{{Base64UrlText.Encode(parameters.Modulus)}}","e":"AQAB","alg":"{{algorithm}}"}""")!;
        var data = "signed"u8.ToArray();
        Assert.Equal(algorithm == "RS256", key.Verify(data, rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
        Assert.Equal(algorithm == "PS256", key.Verify(data, rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)));
    }

    [Fact]
    public void Keys_that_are_secret_small_or_unclear_are_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.NotNull(Parse(Realm.Jwk(key)));
        foreach (var more in new[] { ",\"d\":\"AA\"", ",\"k\":\"AA\"", ",\"alg\":\"HS256\"", ",\"alg\":\"none\"", ",\"use\":\"enc\"", ",\"kid\":7" })
        {
            Assert.Null(Parse(Realm.Jwk(key, more)));
        }

        Assert.Null(Parse("""{"kty":"oct","k":"AAAA"}"""));
        Assert.Null(Parse(Rfc7638.Replace("\"alg\":\"RS256\",", "", StringComparison.Ordinal)));
        Assert.Null(Parse(Rfc7638.Replace("AQAB", "Aw", StringComparison.Ordinal)));
        Assert.Null(Parse($$"""{"kty":"EC","crv":"P-256","x":"{{new string('A', 43)}}","y":"{{new string('A', 43)}}"}"""));
        using var small = RSA.Create(1_024);
        Assert.Null(Parse($$"""{"kty":"RSA","n":"{{Base64UrlText.Encode(small.ExportParameters(false).Modulus)}}","e":"AQAB","alg":"RS256"}"""));
    }

    [Fact]
    public void A_set_has_keys_that_can_all_be_used_and_told_apart()
    {
        using var one = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var two = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var set = JsonWebKeySet.Parse($$"""{"keys":[{{Realm.Jwk(one, ",\"kid\":\"1\"")}},{{Realm.Jwk(two, ",\"kid\":\"2\"")}}]}""")!;
        Assert.NotNull(set.Find("2"));
        Assert.Null(set.Find("3"));
        Assert.Null(set.Find(null));
        Assert.Null(JsonWebKeySet.Parse($$"""{"keys":[{{Realm.Jwk(one, ",\"kid\":\"1\"")}},{{Realm.Jwk(two, ",\"kid\":\"1\"")}}]}"""));
        Assert.Null(JsonWebKeySet.Parse("""{"keys":[]}"""));
        Assert.Null(JsonWebKeySet.Parse("""{"keys":[{"kty":"oct","k":"AAAA"}]}"""));
        Assert.Null(JsonWebKeySet.Parse(new string(' ', 70_000)));
    }

    private static JsonWebKey? Parse(string json) => JsonWebKey.Parse(JsonDocument.Parse(Encoding.UTF8.GetBytes(json)).RootElement);
}
