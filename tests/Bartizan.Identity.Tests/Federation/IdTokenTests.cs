using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Bartizan.Identity.Federation;

namespace Bartizan.Identity.Tests.Federation;

public class IdTokenTests
{
    public static TheoryData<string, Action<JsonObject, JsonObject>> Spoiled => new()
    {
        { "another issuer", (_, c) => c["iss"] = "https://other.example" },
        { "an issuer that only looks alike", (_, c) => c["iss"] = c["iss"]!.GetValue<string>() + "/" },
        { "another client", (_, c) => c["aud"] = "other" },
        { "no client", (_, c) => c.Remove("aud") },
        { "several clients and no azp", (_, c) => c["aud"] = new JsonArray("bartizan", "other") },
        { "several clients and another azp", (_, c) => (c["aud"], c["azp"]) = (new JsonArray("bartizan", "other"), "other") },
        { "another azp", (_, c) => c["azp"] = "other" },
        { "over", (_, c) => c["exp"] = c["iat"]!.GetValue<long>() - 10 },
        { "no end", (_, c) => c.Remove("exp") },
        { "of long ago", (_, c) => c["iat"] = c["iat"]!.GetValue<long>() - 3_600 },
        { "of the future", (_, c) => c["iat"] = c["iat"]!.GetValue<long>() + 60 },
        { "not yet", (_, c) => c["nbf"] = c["iat"]!.GetValue<long>() + 60 },
        { "no time of issue", (_, c) => c.Remove("iat") },
        { "times as text", (_, c) => c["exp"] = "4102444800" },
        { "another nonce", (_, c) => c["nonce"] = "other" },
        { "no nonce", (_, c) => c.Remove("nonce") },
        { "another access token", (_, c) => c["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA" },
        { "an at_hash that is no text", (_, c) => c["at_hash"] = 1 },
        { "nobody", (_, c) => c.Remove("sub") },
        { "a name too long", (_, c) => c["sub"] = new string('x', 256) },
        { "an access token's kind", (h, _) => h["typ"] = "at+jwt" },
        { "a logout token's kind", (h, _) => h["typ"] = "logout+jwt" },
        { "an assertion grant's kind", (h, _) => h["typ"] = "oauth-id-jag+jwt" },
        { "a key that it brings", (h, _) => h["jku"] = "https://other.example/jwks" },
        { "something critical", (h, _) => h["crit"] = new JsonArray("x") },
        { "a key that is not there", (h, _) => h["kid"] = "other" },
        { "another kind of signature", (h, _) => h["alg"] = "PS256" },
        { "no signature, it says", (h, _) => h["alg"] = "none" },
        { "huge", (_, c) => c["more"] = new string('x', 40_000) },
        { "deep", (_, c) => c["more"] = Deep(40) },
    };

    [Theory]
    [MemberData(nameof(Spoiled))]
    public async Task A_token_is_not_believed_that_is(string what, Action<JsonObject, JsonObject> spoil)
    {
        using var desk = new Desk();
        desk.Provider.IdToken = spoil;
        var outcome = await desk.RunAsync();
        Assert.True(outcome is { Person: null, Fault: SignInFault.NotBelieved }, what);
        Assert.DoesNotContain(desk.Provider.Given!, outcome.Reason!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_client_of_several_is_named_by_azp()
    {
        using var desk = new Desk();
        desk.Provider.IdToken = (_, c) => (c["aud"], c["azp"]) = (new JsonArray("bartizan", "other"), "bartizan");
        Assert.NotNull((await desk.RunAsync()).Person);
    }

    // The public key, which everybody knows, taken for the secret of an HMAC.
    [Fact]
    public async Task A_signature_by_what_is_public_is_none()
    {
        using var desk = new Desk();
        desk.Provider.IdToken = (header, _) => header["alg"] = "HS256";
        desk.Provider.Signature = signed => HMACSHA256.HashData(Encoding.ASCII.GetBytes(desk.Provider.Key.ExportSubjectPublicKeyInfoPem()), Encoding.ASCII.GetBytes(signed));
        Assert.Equal(SignInFault.NotBelieved, (await desk.RunAsync()).Fault);
    }

    [Fact]
    public async Task A_signature_by_another_key_is_none()
    {
        using var desk = new Desk();
        using var other = RSA.Create(2048);
        desk.Provider.Signature = signed => other.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Assert.Equal(SignInFault.NotBelieved, (await desk.RunAsync()).Fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"id_token\":1}")]
    [InlineData("{\"id_token\":\"a.b.c\",\"id_token\":\"a.b.c\"}")]
    [InlineData("{\"id_token\":\"not a token\"}")]
    public async Task What_the_token_endpoint_answers_is_read_strictly(string answer)
    {
        using var desk = new Desk();
        desk.Provider.TokenAnswer = answer;
        Assert.Null((await desk.RunAsync()).Person);
        desk.Provider.TokenAnswer = new string('[', 20_000);
        Assert.Null((await desk.RunAsync()).Person);
        desk.Provider.TokenAnswer = new string(' ', 70_000) + "{}";
        Assert.Null((await desk.RunAsync()).Person);
    }

    private static JsonObject Deep(int levels)
    {
        var json = new JsonObject();
        for (var i = 0; i < levels; i++)
        {
            json = new JsonObject { ["a"] = json };
        }

        return json;
    }
}
