using System.Security.Cryptography;
using Bartizan.Core.Identity;
using Bartizan.Identity.Tests.Support;

namespace Bartizan.Identity.Tests.Http;

public sealed class ProofTests : IDisposable
{
    private static readonly (string, string) Grant = ("grant_type", "client_credentials");

    private readonly ProofKey _key = new();

    public void Dispose() => _key.Dispose();

    [Fact]
    public async Task A_proof_gets_a_nonce_first_and_then_a_token_bound_to_its_key()
    {
        using var realm = await Realm.CreateAsync();
        var agent = await realm.AddAsync("billing", w => w with { RequiresProof = true });
        Assert.Equal("invalid_dpop_proof", (await realm.PostAsync(Issuer.TokenPath, agent, Grant)).Error);
        var (reply, _) = await BoundAsync(realm, agent);
        Assert.Equal("DPoP", reply.Json.GetProperty("token_type").GetString());
        Assert.Equal(_key.Thumbprint, reply.Claims.GetProperty("cnf").GetProperty("jkt").GetString());
    }

    [Fact]
    public async Task Proofs_that_are_wrong_in_any_part_are_refused()
    {
        using var realm = await Realm.CreateAsync();
        var agent = await realm.AddAsync("billing");
        var (_, nonce) = await BoundAsync(realm, agent);
        var now = realm.Clock.Now;
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var used = _key.Make(now, nonce, id: "once");
        Assert.Equal(200, (await AskAsync(realm, agent, used)).Status);
        foreach (var proof in new[]
        {
            used,
            _key.Make(now, nonce, method: "GET"),
            _key.Make(now, nonce, method: "post"),
            _key.Make(now, nonce, address: Realm.Origin + "/oauth/introspect"),
            _key.Make(now, nonce, address: "http://as.example/oauth/token"),
            _key.Make(now, nonce, address: "https://as.example:444/oauth/token"),
            _key.Make(now, nonce, address: "https://as.example@evil.example/oauth/token"),
            _key.Make(now, nonce, address: "/oauth/token"),
            _key.Make(now.AddSeconds(-66), nonce),
            _key.Make(now.AddSeconds(6), nonce),
            _key.Make(now, nonce, token: "x"),
            _key.Make(now, nonce, type: "JWT"),
            _key.Make(now, nonce, algorithm: "HS256"),
            _key.Make(now, nonce, algorithm: "none"),
            _key.Make(now, nonce, jwk: Realm.Jwk(other)),
            _key.Make(now, nonce, jwk: Realm.Jwk(_key.Key, ",\"d\":\"AAAA\"")),
            _key.Make(now, nonce, jwk: "{}"),
            _key.Make(now, nonce, jwk: "\"x\""),
            _key.Make(now, nonce)[..^4],
            "x",
            new string('a', 20_000),
        })
        {
            Assert.Equal("invalid_dpop_proof", (await AskAsync(realm, agent, proof)).Error);
        }

        Assert.Equal("invalid_dpop_proof", (await AskAsync(realm, agent, _key.Make(now, nonce), _key.Make(now, nonce))).Error);
        Assert.Equal("use_dpop_nonce", (await AskAsync(realm, agent, _key.Make(now, "forged"))).Error);
        Assert.Equal(200, (await AskAsync(realm, agent, _key.Make(now, nonce, address: "HTTPS://AS.example:443/oauth/token?a=b#c"))).Status);
        await realm.AdvanceAsync(TimeSpan.FromSeconds(301));
        Assert.Equal("use_dpop_nonce", (await AskAsync(realm, agent, _key.Make(realm.Clock.Now, nonce))).Error);
    }

    [Fact]
    public async Task At_the_gateway_a_bound_token_needs_its_key_each_time_anew()
    {
        using var realm = await Realm.CreateAsync();
        var agent = await realm.AddAsync("billing");
        var (reply, nonce) = await BoundAsync(realm, agent);
        var (token, gateway, now) = (reply.Token!, realm.Get<ITokenAuthenticator>(), realm.Clock.Now);
        const string Path = "/openai/v1/chat/completions";
        TokenOutcome Try(string text, bool proof, params string?[] proofs) => gateway.Authenticate(new(text, proof, proofs, "POST", Path, null, null));
        string Make(string? n, string? about = null, string address = Realm.Origin + Path, string id = "") =>
            _key.Make(now, n, about ?? token, address: address, id: id.Length == 0 ? null : id);
        var passed = Try(token, true, Make(nonce, id: "one"));
        Assert.Equal((agent.Id, true), (passed.Principal!.AgentId, passed.Principal.Token!.Proven));
        Assert.Equal(TokenFailure.InvalidProof, Try(token, true, Make(nonce, id: "one")).Failure);
        Assert.Equal(TokenFailure.InvalidToken, Try(token, false).Failure);
        Assert.Equal(TokenFailure.InvalidToken, Try(token, false, Make(nonce)).Failure);
        Assert.Equal(TokenFailure.InvalidProof, Try(token, true).Failure);
        Assert.Equal(TokenFailure.InvalidProof, Try(token, true, Make(nonce), Make(nonce)).Failure);
        Assert.Equal(TokenFailure.InvalidProof, Try(token, true, Make(nonce, about: "another")).Failure);
        Assert.Equal(TokenFailure.InvalidProof, Try(token, true, _key.Make(now, nonce, address: Realm.Origin + Path)).Failure);
        Assert.Equal(TokenFailure.InvalidProof, Try(token, true, Make(nonce, address: Realm.Origin + "/oauth/token")).Failure);
        var asked = Try(token, true, Make(null));
        Assert.Equal(TokenFailure.NonceWanted, asked.Failure);
        Assert.NotNull(asked.Nonce);
        using var thief = new ProofKey();
        Assert.Equal(TokenFailure.InvalidProof, Try(token, true, thief.Make(now, nonce, token, address: Realm.Origin + Path)).Failure);
        var bearer = await realm.TokenAsync(agent);
        Assert.Equal(TokenFailure.InvalidToken, Try(bearer, true, Make(nonce, about: bearer)).Failure);
        Assert.False(Try(bearer, false).Principal!.Token!.Proven);
    }

    [Fact]
    public async Task What_comes_of_a_bound_token_is_bound_too()
    {
        using var realm = await Realm.CreateAsync();
        var owner = await realm.AddAsync("owner");
        var helper = await realm.AddAsync("helper");
        owner = await realm.AddAsync("owner", w => w with { Delegates = ["helper"] });
        var (reply, nonce) = await BoundAsync(realm, owner);
        Assert.Equal("invalid_dpop_proof", (await realm.ExchangeAsync(helper, reply.Token!)).Error);
        using var own = new ProofKey();
        var body = $"grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token={reply.Token}&subject_token_type=urn:ietf:params:oauth:token-type:access_token";
        var exchanged = await realm.SendAsync(Issuer.TokenPath, body, [("Authorization", helper.Basic), ("DPoP", own.Make(realm.Clock.Now, nonce))]);
        Assert.Equal(own.Thumbprint, exchanged.Claims.GetProperty("cnf").GetProperty("jkt").GetString());
    }

    private static Task<Reply> AskAsync(Realm realm, TestClient agent, params string[] proofs) =>
        realm.SendAsync(Issuer.TokenPath, "grant_type=client_credentials", [("Authorization", agent.Basic), .. proofs.Select(p => ("DPoP", p))]);

    private async Task<(Reply Reply, string Nonce)> BoundAsync(Realm realm, TestClient agent)
    {
        var asked = await AskAsync(realm, agent, _key.Make(realm.Clock.Now, null));
        Assert.Equal((400, "use_dpop_nonce"), (asked.Status, asked.Error));
        var nonce = asked.Headers["DPoP-Nonce"].ToString();
        var reply = await AskAsync(realm, agent, _key.Make(realm.Clock.Now, nonce));
        Assert.Equal(200, reply.Status);
        return (reply, nonce);
    }
}
