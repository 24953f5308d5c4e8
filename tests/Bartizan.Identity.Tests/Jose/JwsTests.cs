using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Tests.Support;

namespace Bartizan.Identity.Tests.Jose;

public sealed class JwsTests : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void What_a_key_signed_is_believed()
    {
        var jws = Jws.Parse(Realm.Sign(_key, """{"alg":"ES256","kid":"1","typ":"JWT"}""", """{"iss":"me"}"""), 1_000)!;
        Assert.Equal(("ES256", "1", "JWT"), (jws.Algorithm, jws.KeyId, jws.Type));
        Assert.True(jws.IsSignedBy(JsonWebKey.Of(_key)));
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.False(jws.IsSignedBy(JsonWebKey.Of(other)));
    }

    [Theory]
    [InlineData("""{"alg":"none"}""")]
    [InlineData("""{"alg":"NONE"}""")]
    [InlineData("""{"alg":"HS256"}""")]
    [InlineData("""{"alg":"es256"}""")]
    [InlineData("""{"alg":"RS256"}""")]
    public void Another_algorithm_than_the_keys_is_never_believed(string header) =>
        Assert.False(Jws.Parse(Realm.Sign(_key, header, "{}"), 1_000)!.IsSignedBy(JsonWebKey.Of(_key)));

    [Fact]
    public void The_public_key_is_no_secret_to_sign_with()
    {
        foreach (var secret in new[] { _key.ExportSubjectPublicKeyInfoPem(), Realm.Jwk(_key) })
        {
            var signed = $"{Base64UrlText.Encode("""{"alg":"HS256"}"""u8)}.{Base64UrlText.Encode("{}"u8)}";
            var forged = $"{signed}.{Base64UrlText.Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed)))}";
            Assert.False(Jws.Parse(forged, 1_000)!.IsSignedBy(JsonWebKey.Of(_key)));
        }
    }

    [Theory]
    [InlineData("""{"alg":"ES256","crit":["exp"]}""")]
    [InlineData("""{"alg":"ES256","jku":"https://evil.example/jwks"}""")]
    [InlineData("""{"alg":"ES256","x5u":"https://evil.example/c"}""")]
    [InlineData("""{"alg":"ES256","x5c":[]}""")]
    [InlineData("""{"alg":"ES256","b64":false}""")]
    [InlineData("""{"alg":"ES256","zip":"DEF"}""")]
    [InlineData("""{"alg":"ES256","alg":"none"}""")]
    [InlineData("""{"alg":"ES256","al\u0067":"none"}""")]
    [InlineData("""{"alg":7}""")]
    [InlineData("""{"kid":"1"}""")]
    [InlineData("""{"alg":"ES256","kid":["1"]}""")]
    [InlineData("""{"alg":"ES256","kid":"\ud800"}""")]
    [InlineData("""[{"alg":"ES256"}]""")]
    [InlineData("""{"alg":"ES256"} """ + "x")]
    [InlineData("not json")]
    public void Headers_that_bring_keys_or_cannot_be_trusted_to_mean_one_thing_are_refused(string header) =>
        Assert.Null(Jws.Parse(Realm.Sign(_key, header, "{}"), 1_000));

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":{"b":1,"b":2}}""")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{"a":/*c*/1}""")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("""{"a":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}""")]
    public void So_are_claims(string claims) => Assert.Null(Jws.Parse(Realm.Sign(_key, """{"alg":"ES256"}""", claims), 1_000));

    [Fact]
    public void Texts_of_another_form_are_refused()
    {
        var good = Realm.Sign(_key, """{"alg":"ES256"}""", "{}");
        Assert.NotNull(Jws.Parse(good, good.Length));
        foreach (var bad in new[] { good[..^1] + "=", good + "\n", " " + good, good + ".", "." + good, good[..good.LastIndexOf('.')], good[..(good.LastIndexOf('.') + 1)], "", ".", "..", new string('a', 5_000_000) })
        {
            Assert.Null(Jws.Parse(bad, 16_000));
        }

        Assert.Null(Jws.Parse(good, good.Length - 1));
    }

    [Fact]
    public void Every_change_of_a_signed_text_is_refused()
    {
        var key = JsonWebKey.Of(_key);
        var good = Realm.Sign(_key, """{"alg":"ES256"}""", JsonSerializer.Serialize(new { iss = "me", exp = 1 }));
        for (var i = 0; i < good.Length; i++)
        {
            foreach (var c in "A_9.")
            {
                var changed = good[..i] + c + good[(i + 1)..];
                Assert.False(changed != good && Jws.Parse(changed, 1_000)?.IsSignedBy(key) == true, $"changed at {i}");
            }
        }
    }
}
