using System.Security.Cryptography;
using System.Text;
using Bartizan.Identity.Clients;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Tests.Support;

namespace Bartizan.Identity.Tests.Clients;

public class ClientAuthenticatorTests
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    [Fact]
    public async Task A_secret_counts_in_the_header_or_in_the_form_but_not_in_both()
    {
        using var realm = await Realm.CreateAsync();
        var agent = await realm.AddAsync("billing");
        Assert.Equal(200, (await realm.PostAsync(Issuer.TokenPath, agent, Grant)).Status);
        Assert.Equal(200, (await realm.PostAsync(Issuer.TokenPath, null, Grant, ("client_id", agent.Id), ("client_secret", agent.Secret))).Status);
        Assert.Equal("invalid_request", (await realm.PostAsync(Issuer.TokenPath, agent, Grant, ("client_id", agent.Id), ("client_secret", agent.Secret))).Error);
    }

    [Fact]
    public async Task Every_failure_looks_alike()
    {
        using var realm = await Realm.CreateAsync();
        var (agent, other) = (await realm.AddAsync("billing"), await realm.AddAsync("other"));
        var replies = new List<Reply>();
        foreach (var (id, secret) in new[] { (agent.Id, other.Secret), ("agt_unknown", agent.Secret), (agent.Id, "short"), (agent.Id, agent.Secret[..^1] + (agent.Secret[^1] == '0' ? '1' : '0')), ("", agent.Secret) })
        {
            replies.Add(await realm.PostAsync(Issuer.TokenPath, new TestClient(id, secret), Grant));
        }

        replies.Add(await realm.PostAsync(Issuer.TokenPath, agent, Grant, ("client_id", other.Id)));
        replies.Add(await realm.SendAsync(Issuer.TokenPath, "grant_type=client_credentials", [("Authorization", "Basic !!!")]));
        replies.Add(await realm.SendAsync(Issuer.TokenPath, "grant_type=client_credentials", [("Authorization", "Bearer " + agent.Secret)]));
        replies.Add(await realm.SendAsync(Issuer.TokenPath, "grant_type=client_credentials", [("Authorization", agent.Basic), ("Authorization", agent.Basic)]));
        Assert.All(replies, r => Assert.Equal((401, "invalid_client", "Basic realm=\"bartizan\""), (r.Status, r.Error, r.Headers.WWWAuthenticate.ToString())));
        Assert.Single(replies.Select(r => r.Json.ToString()).Distinct());
    }

    [Fact]
    public async Task A_revoked_agent_is_no_client_and_a_new_secret_ends_the_old()
    {
        using var realm = await Realm.CreateAsync();
        var agent = await realm.AddAsync("billing");
        var again = await realm.AddAsync("billing");
        Assert.Equal("invalid_client", (await realm.PostAsync(Issuer.TokenPath, agent, Grant)).Error);
        Assert.Equal(200, (await realm.PostAsync(Issuer.TokenPath, again, Grant)).Status);
        await realm.RevokeAgentAsync(again);
        Assert.Equal("invalid_client", (await realm.PostAsync(Issuer.TokenPath, again, Grant)).Error);
    }

    [Fact]
    public async Task An_assertion_counts_once()
    {
        using var realm = await Realm.CreateAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var id = await WithKeysAsync(realm, $$"""{"keys":[{{Realm.Jwk(key)}}]}""");
        var assertion = Assertion(key, id, realm.Clock.Now);
        Assert.Equal(200, (await AssertAsync(realm, assertion)).Status);
        Assert.Equal("invalid_client", (await AssertAsync(realm, assertion)).Error);
        Assert.Equal(200, (await AssertAsync(realm, Assertion(key, id, realm.Clock.Now, jti: "2"))).Status);
        await realm.AdvanceAsync(TimeSpan.FromSeconds(299));
        Assert.Equal("invalid_client", (await AssertAsync(realm, assertion)).Error);
    }

    [Theory]
    [InlineData("PS256")]
    [InlineData("RS256")]
    public async Task Rsa_keys_sign_assertions_with_the_algorithm_they_were_registered_for(string algorithm)
    {
        using var realm = await Realm.CreateAsync();
        using var rsa = RSA.Create(2_048);
        var id = await WithKeysAsync(realm, $$"""{"keys":[{"kty":"RSA","n":"{{Base64UrlText.Encode(rsa.ExportParameters(false).Modulus)}}","e":"AQAB","alg":"{{algorithm}}"}]}""");
        foreach (var used in new[] { "RS256", "PS256" })
        {
            var signed = $"{Text($$"""{"alg":"{{used}}"}""")}.{Text(Claims(id, realm.Clock.Now, used))}";
            var signature = rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, used == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
            Assert.Equal(used == algorithm ? 200 : 401, (await AssertAsync(realm, $"{signed}.{Base64UrlText.Encode(signature)}")).Status);
        }
    }

    [Fact]
    public async Task Assertions_for_others_of_others_or_out_of_time_do_not_count()
    {
        using var realm = await Realm.CreateAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var id = await WithKeysAsync(realm, $$"""{"keys":[{{Realm.Jwk(key, ",\"kid\":\"k1\"")}}]}""");
        var now = realm.Clock.Now;
        var good = Claims(id, now, "a");
        string With(string from, string to) => Realm.Sign(key, """{"alg":"ES256"}""", good.Replace(from, to, StringComparison.Ordinal));
        var bad = new[]
        {
            With("\"https://as.example\"", "\"https://other.example\""),
            With("\"https://as.example\"", "[\"https://as.example\",\"https://other.example\"]"),
            With("\"https://as.example\"", "[]"),
            With("\"https://as.example\"", "\"https://as.example/\""),
            With($"\"sub\":\"{id}\"", "\"sub\":\"agt_other\""),
            With("\"jti\":\"a\"", "\"jti\":\"\""),
            With("\"exp\"", "\"exq\""),
            With($"\"exp\":{now.AddSeconds(60).ToUnixTimeSeconds()}", $"\"exp\":{now.AddSeconds(-6).ToUnixTimeSeconds()}"),
            With($"\"exp\":{now.AddSeconds(60).ToUnixTimeSeconds()}", $"\"exp\":{now.AddSeconds(400).ToUnixTimeSeconds()}"),
            With($"\"exp\":{now.AddSeconds(60).ToUnixTimeSeconds()}", "\"exp\":\"soon\""),
            With("{\"iss\"", $"{{\"nbf\":{now.AddSeconds(30).ToUnixTimeSeconds()},\"iss\""),
            Realm.Sign(stranger, """{"alg":"ES256"}""", good),
            Realm.Sign(stranger, $$"""{"alg":"ES256","jwk":{{Realm.Jwk(stranger)}}}""", good),
            Realm.Sign(key, """{"alg":"ES256","kid":"../../k1"}""", good),
            Realm.Sign(key, """{"alg":"ES256","kid":"k2"}""", good),
            Realm.Sign(key, """{"alg":"ES256","typ":"at+jwt"}""", good),
            Realm.Sign(key, """{"alg":"ES256","typ":"dpop+jwt"}""", good),
            $"{Text("""{"alg":"none"}""")}.{Text(good)}.",
        };
        foreach (var assertion in bad)
        {
            Assert.Equal("invalid_client", (await AssertAsync(realm, assertion)).Error);
        }

        Assert.Equal("invalid_client", (await realm.PostAsync(Issuer.TokenPath, null, Grant, ("client_assertion_type", "other"), ("client_assertion", Realm.Sign(key, """{"alg":"ES256","kid":"k1"}""", good)))).Error);
        Assert.Equal(200, (await AssertAsync(realm, Realm.Sign(key, """{"alg":"ES256","kid":"k1"}""", good))).Status);
    }

    private static (string, string) Grant => ("grant_type", "client_credentials");

    private static string Text(string json) => Base64UrlText.Encode(Encoding.UTF8.GetBytes(json));

    private static string Claims(string id, DateTimeOffset now, string jti) =>
        $$"""{"iss":"{{id}}","sub":"{{id}}","aud":"https://as.example","jti":"{{jti}}","exp":{{now.AddSeconds(60).ToUnixTimeSeconds()}}}""";

    private static string Assertion(ECDsa key, string id, DateTimeOffset now, string jti = "1") => Realm.Sign(key, """{"alg":"ES256"}""", Claims(id, now.AddSeconds(240), jti));

    private static Task<Reply> AssertAsync(Realm realm, string assertion) =>
        realm.PostAsync(Issuer.TokenPath, null, Grant, ("client_assertion_type", AssertionType), ("client_assertion", assertion));

    private static async Task<string> WithKeysAsync(Realm realm, string keys)
    {
        var agent = await realm.AddAsync("billing");
        await new ClientRegistry(realm.Store, realm.Agents, realm.Clock).RegisterKeysAsync(new ClientWish { Agent = agent.Id }, keys, default);
        await realm.RefreshAsync();
        return agent.Id;
    }
}
