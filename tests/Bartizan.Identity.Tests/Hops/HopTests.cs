using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Bartizan.Core.Identity;
using Bartizan.Core.KillSwitches;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Proofs;
using Bartizan.Identity.Tests.Support;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Tests.Hops;

public sealed class HopTests : IDisposable
{
    private const string Path = "/openai/v1/chat/completions";

    private readonly ProofKey _a = new();
    private readonly ProofKey _b = new();
    private readonly ProofKey _c = new();
    private int _signed;

    public void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
        _c.Dispose();
    }

    [Fact]
    public async Task A_holder_hands_on_less_without_asking_and_the_next_acts_with_its_own_key()
    {
        using var realm = await Realm.CreateAsync();
        var (a, b, c) = await ChainAsync(realm);
        var root = await BoundAsync(realm, a, """[{"type":"bartizan_use","models":["gpt-*"],"tools":[]},{"type":"bartizan_mandate","purpose":"refund","limits":["5 requests"],"depth":2}]""");
        var one = Hand(realm, root, _a, b, _b, j => j["authorization_details"] = JsonNode.Parse("""[{"type":"bartizan_mandate","limits":["2 requests"]}]"""));
        var two = Hand(realm, one, _b, c, _c, j =>
        {
            j["scope"] = "read";
            j["authorization_details"] = JsonNode.Parse("""[{"type":"bartizan_use","models":["gpt-4o"]}]""");
        });
        var principal = Present(realm, two, _c).Principal!;
        var token = principal.Token!;
        Assert.Equal((c.Id, $"{b.Id} {a.Id}"), (principal.AgentId, string.Join(' ', token.ActsFor.Select(p => p.AgentId))));
        Assert.Equal(("read", true, false), (string.Join(' ', token.Scopes), token.Authority!.CoversModel("gpt-4o"), token.Authority.CoversModel("gpt-4")));
        Assert.Equal(["2 requests", "5 requests"], token.Mandates.Select(m => string.Join(' ', m.Limits)));
        Assert.Equal([0, 0], token.Mandates.Select(m => m.Depth));
        Assert.Equal(Present(realm, one, _b).Principal!.Token!.Id, token.Parents[0]);
        // The same text is the same token with the same mandate, whenever it is looked at.
        await realm.AdvanceAsync(TimeSpan.FromSeconds(3));
        var later = Present(realm, two, _c).Principal!.Token!;
        Assert.Equal((token.Id, token.Mandates[0]), (later.Id, later.Mandates[0]));
    }

    [Fact]
    public async Task It_is_worth_nothing_without_the_key_it_was_signed_for()
    {
        using var realm = await Realm.CreateAsync();
        var (a, b, _) = await ChainAsync(realm);
        var handed = Hand(realm, await BoundAsync(realm, a), _a, b, _b);
        Assert.NotNull(Present(realm, handed, _b).Principal);
        Assert.Null(Present(realm, handed, _a).Principal);
        Assert.Null(Present(realm, handed, _c).Principal);
        Assert.Equal(TokenFailure.InvalidToken, realm.Get<ITokenAuthenticator>().Authenticate(new(handed, false, [], "POST", Path, null, null)).Failure);
    }

    [Theory]
    [InlineData("scope", "\"admin\"")]
    [InlineData("authorization_details", """[{"type":"bartizan_use","models":["claude"]}]""")]
    [InlineData("authorization_details", """[{"type":"bartizan_mandate","limits":["6 requests"]}]""")]
    [InlineData("authorization_details", """[{"type":"bartizan_mandate","depth":1}]""")]
    [InlineData("authorization_details", """[{"type":"bartizan_mandate","mandate":"mnd_1"}]""")]
    [InlineData("authorization_details", """[{"type":"other"}]""")]
    [InlineData("aud", "\"https://elsewhere.example\"")]
    [InlineData("sub", "\"agt_unknown\"")]
    [InlineData("sub", "\"acc_ada\"")]
    [InlineData("ath", "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"")]
    [InlineData("cnf", "{}")]
    [InlineData("cnf", """{"jkt":"short"}""")]
    [InlineData("exp", "+61")]
    [InlineData("exp", "0")]
    [InlineData("iat", "+6")]
    [InlineData("iat", "-30")]
    [InlineData("jti", "null")]
    [InlineData("scope", "null")]
    public async Task Whatever_reaches_further_or_is_not_understood_makes_nothing(string claim, string value)
    {
        using var realm = await Realm.CreateAsync();
        var (a, b, _) = await ChainAsync(realm);
        var root = await BoundAsync(realm, a, """[{"type":"bartizan_use","models":["gpt-*"]},{"type":"bartizan_mandate","limits":["5 requests"],"depth":1}]""");
        Assert.NotNull(Reader(realm).Read(Hand(realm, root, _a, b, _b)));
        var now = realm.Clock.Now.ToUnixTimeSeconds();
        Assert.Null(Reader(realm).Read(Hand(realm, root, _a, b, _b, j => j[claim] = value[0] is '+' or '-' or '0' ? now + int.Parse(value, CultureInfo.InvariantCulture) : JsonNode.Parse(value))));
    }

    [Fact]
    public async Task Only_the_holder_signs_only_a_named_delegate_gets_it_and_nobody_twice()
    {
        using var realm = await Realm.CreateAsync();
        var (a, b, c) = await ChainAsync(realm);
        var stranger = await realm.AddAsync("stranger", w => w with { Scopes = ["read"] });
        var root = await BoundAsync(realm, a);
        Assert.Null(Reader(realm).Read(Hand(realm, root, _b, b, _b)));
        Assert.Null(Reader(realm).Read(Hand(realm, root, _a, stranger, _b)));
        Assert.Null(Reader(realm).Read(Hand(realm, root, _a, a, _b)));
        var one = Hand(realm, root, _a, b, _b);
        Assert.Null(Reader(realm).Read(Hand(realm, one, _b, a, _a)));
        Assert.Null(Reader(realm).Read(Hand(realm, one, _a, c, _c)));
        // Moved behind another token.
        Assert.Null(Reader(realm).Read(await BoundAsync(realm, a) + one[one.IndexOf('~', StringComparison.Ordinal)..]));
        // A token that is bound to no key can be handed on by nobody.
        Assert.Null(Reader(realm).Read(Hand(realm, await realm.TokenAsync(a), _a, b, _b)));
        Assert.NotNull(Reader(realm).Read(one));
    }

    [Fact]
    public async Task What_ends_the_token_before_it_or_its_agent_ends_it()
    {
        using var realm = await Realm.CreateAsync();
        var (a, b, c) = await ChainAsync(realm);
        string Chain(string root) => Hand(realm, Hand(realm, root, _a, b, _b), _b, c, _c);
        var first = Chain(await BoundAsync(realm, a));
        Assert.NotNull(Reader(realm).Read(first));
        await realm.KillAsync(new KillTarget(KillKind.Agent, b.Id));
        Assert.Null(Reader(realm).Read(first));
        await realm.KillAsync(new KillTarget(KillKind.Agent, b.Id), lift: true);
        Assert.Null(Reader(realm).Read(first));
        await realm.AdvanceAsync(TimeSpan.FromSeconds(2));
        var second = Chain(await BoundAsync(realm, a));
        Assert.NotNull(Reader(realm).Read(second));
        await realm.Store.RevokeTokenAsync(Reader(realm).Read(second)!.Parents[0], realm.Clock.Now.AddMinutes(1), realm.Store.Told[0], default);
        await realm.RefreshAsync();
        Assert.Null(Reader(realm).Read(second));
        Assert.NotNull(Reader(realm).Read(second[..second.IndexOf('~', StringComparison.Ordinal)]));
        var third = Chain(await BoundAsync(realm, a));
        Assert.NotNull(Reader(realm).Read(third));
        await realm.RevokeAgentAsync(c);
        Assert.Null(Reader(realm).Read(third));
    }

    [Fact]
    public async Task Every_change_of_a_single_letter_is_refused()
    {
        using var realm = await Realm.CreateAsync();
        var (a, b, _) = await ChainAsync(realm);
        var text = Hand(realm, await BoundAsync(realm, a), _a, b, _b);
        for (var i = 0; i < text.Length; i++)
        {
            var changed = text.ToCharArray();
            changed[i] = changed[i] switch { 'A' => 'B', '.' => '~', '~' => '.', _ => 'A' };
            Assert.Null(Reader(realm).Read(new string(changed)));
        }
    }

    [Fact]
    public async Task Heaps_of_hops_are_refused_before_they_are_read()
    {
        using var realm = await Realm.CreateAsync();
        var (a, _, _) = await ChainAsync(realm);
        var root = await BoundAsync(realm, a);
        Assert.Null(Reader(realm).Read(root + new string('~', 12_000)));
        Assert.Null(Reader(realm).Read(root + "~"));
        Assert.Null(Reader(realm).Read("~" + root));
    }

    [Fact]
    public async Task It_can_be_exchanged_like_any_other_and_stays_as_narrow()
    {
        using var realm = await Realm.CreateAsync();
        var (a, b, c) = await ChainAsync(realm);
        var handed = Hand(realm, await BoundAsync(realm, a), _a, b, _b, j => j["scope"] = "read");
        var nonce = realm.Get<ProofNonces>().Create();
        var reply = await realm.SendAsync(
            Issuer.TokenPath,
            $"grant_type={Uri.EscapeDataString("urn:ietf:params:oauth:grant-type:token-exchange")}&subject_token_type={Uri.EscapeDataString("urn:ietf:params:oauth:token-type:access_token")}&subject_token={Uri.EscapeDataString(handed)}",
            [("Authorization", c.Basic), ("DPoP", _c.Make(realm.Clock.Now, nonce))]);
        Assert.Equal(("read", c.Id), (reply.Claims.GetProperty("scope").GetString(), reply.Claims.GetProperty("client_id").GetString()));
        Assert.Equal(Reader(realm).Read(handed)!.Id, reply.Claims.GetProperty("prn")[0].GetString());
    }

    private static AccessTokenReader Reader(Realm realm) => realm.Get<AccessTokenReader>();

    private static TokenOutcome Present(Realm realm, string token, ProofKey key) => realm.Get<ITokenAuthenticator>().Authenticate(
        new(token, true, new[] { key.Make(realm.Clock.Now, realm.Get<ProofNonces>().Create(), token, address: Realm.Origin + Path) }, "POST", Path, null, null));

    // As an agent does it, with its own tools.
    private string Hand(Realm realm, string before, ProofKey by, TestClient to, ProofKey key, Action<JsonObject>? change = null)
    {
        var now = realm.Clock.Now.ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["sub"] = to.Id,
            ["cnf"] = new JsonObject { ["jkt"] = key.Thumbprint },
            ["ath"] = Base64UrlText.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(before))),
            ["iat"] = now,
            ["exp"] = now + 60,
            ["jti"] = $"hop-{_signed++}",
        };
        change?.Invoke(claims);
        return $"{before}~{Realm.Sign(by.Key, $$"""{"alg":"ES256","typ":"bartizan-hop+jwt","jwk":{{Realm.Jwk(by.Key)}}}""", claims.ToJsonString())}";
    }

    private async Task<string> BoundAsync(Realm realm, TestClient client, string? details = null)
    {
        var reply = await realm.SendAsync(
            Issuer.TokenPath,
            "grant_type=client_credentials" + (details is null ? "" : "&authorization_details=" + Uri.EscapeDataString(details)),
            [("Authorization", client.Basic), ("DPoP", _a.Make(realm.Clock.Now, realm.Get<ProofNonces>().Create()))]);
        Assert.True(reply.Status == 200, reply.Json.ToString());
        return reply.Token!;
    }

    private static async Task<(TestClient A, TestClient B, TestClient C)> ChainAsync(Realm realm)
    {
        string[] names = ["a", "b", "c"];
        foreach (var name in names)
        {
            await realm.AddAsync(name);
        }

        var clients = new List<TestClient>();
        foreach (var name in names)
        {
            clients.Add(await realm.AddAsync(name, w => w with { Scopes = ["read", "write"], Delegates = names }));
        }

        return (clients[0], clients[1], clients[2]);
    }
}
