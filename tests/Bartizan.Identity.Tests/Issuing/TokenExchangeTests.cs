using Bartizan.Core.Identity;
using Bartizan.Identity.Tests.Support;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Tests.Issuing;

public class TokenExchangeTests
{
    [Fact]
    public async Task The_subject_stays_the_chain_grows_and_everything_narrows()
    {
        using var realm = await Realm.CreateAsync();
        var (a, b, c) = await ChainAsync(realm);
        var root = await realm.TokenAsync(a);
        var first = await realm.ExchangeAsync(b, root, ("scope", "read"), ("authorization_details", """[{"type":"bartizan_use","models":["gpt-*"],"tools":["github/*"]}]"""));
        var second = await realm.ExchangeAsync(c, first.Token!, ("authorization_details", """[{"type":"bartizan_use","models":["gpt-4o"]}]"""));
        Assert.Equal(("urn:ietf:params:oauth:token-type:access_token", 60), (first.Json.GetProperty("issued_token_type").GetString(), first.Json.GetProperty("expires_in").GetInt32()));
        var claims = second.Claims;
        Assert.Equal((a.Id, c.Id, "read"), (claims.GetProperty("sub").GetString(), claims.GetProperty("client_id").GetString(), claims.GetProperty("scope").GetString()));
        Assert.Equal($$$"""{"sub":"{{{c.Id}}}","act":{"sub":"{{{b.Id}}}"}}""", claims.GetProperty("act").GetRawText());
        Assert.Equal("""[{"type":"bartizan_use","models":["gpt-4o"],"tools":[]}]""", claims.GetProperty("authorization_details").GetRawText());
        Assert.Equal(Reply.ClaimsOf(root).GetProperty("txn").GetString(), claims.GetProperty("txn").GetString());
        var facts = Outcome(realm, second.Token!).Principal!;
        Assert.Equal((c.Id, $"{b.Id} {a.Id}"), (facts.AgentId, string.Join(' ', facts.Token!.ActsFor.Select(p => p.AgentId))));
    }

    [Fact]
    public async Task Whatever_widens_is_refused()
    {
        using var realm = await Realm.CreateAsync();
        var (a, b, c) = await ChainAsync(realm);
        var narrow = (await realm.ExchangeAsync(
            b, await realm.TokenAsync(a), ("scope", "read"), ("resource", Realm.Origin + "/mcp/github"), ("authorization_details", """[{"type":"bartizan_use","tools":["github/get_*"]}]"""))).Token!;
        Assert.Equal("invalid_scope", (await realm.ExchangeAsync(c, narrow, ("scope", "write"))).Error);
        Assert.Equal("invalid_scope", (await realm.ExchangeAsync(c, narrow, ("scope", "read write"))).Error);
        Assert.Equal("invalid_target", (await realm.ExchangeAsync(c, narrow, ("resource", Realm.Origin))).Error);
        Assert.Equal("invalid_target", (await realm.ExchangeAsync(c, narrow, ("resource", Realm.Origin + "/mcp/other"))).Error);
        Assert.Equal("invalid_target", (await realm.ExchangeAsync(c, narrow, ("audience", "anything"))).Error);
        foreach (var details in new[] { """{"type":"bartizan_use","tools":["*"]}""", """{"type":"bartizan_use","tools":["github/*"]}""", """{"type":"bartizan_use","tools":["github/set"]}""", """{"type":"bartizan_use","models":["gpt-4o"]}""" })
        {
            Assert.Equal("invalid_authorization_details", (await realm.ExchangeAsync(c, narrow, ("authorization_details", $"[{details}]"))).Error);
        }

        Assert.Equal(200, (await realm.ExchangeAsync(c, narrow, ("authorization_details", """[{"type":"bartizan_use","tools":["github/get_issue"]}]"""))).Status);
    }

    [Fact]
    public async Task An_actors_own_ceiling_and_scopes_bound_it_too()
    {
        using var realm = await Realm.CreateAsync();
        await realm.AddAsync("weak");
        var strong = await realm.AddAsync("strong", w => w with { Scopes = ["read", "write"], Models = ["gpt-*", "claude"], Delegates = ["weak"] });
        var weak = await realm.AddAsync("weak", w => w with { Scopes = ["read", "admin"], Models = ["gpt-4*", "llama"] });
        var claims = (await realm.ExchangeAsync(weak, await realm.TokenAsync(strong))).Claims;
        Assert.Equal("read", claims.GetProperty("scope").GetString());
        Assert.Equal("""[{"type":"bartizan_use","models":["gpt-4*"],"tools":[]}]""", claims.GetProperty("authorization_details").GetRawText());
    }

    [Fact]
    public async Task Only_a_named_delegate_can_make_anything_of_anothers_token()
    {
        using var realm = await Realm.CreateAsync();
        var (a, b, _) = await ChainAsync(realm);
        var thief = await realm.AddAsync("thief", w => w with { Scopes = ["read"] });
        var token = await realm.TokenAsync(a);
        Assert.Equal("invalid_request", (await realm.ExchangeAsync(thief, token)).Error);
        Assert.Equal("invalid_request", (await realm.ExchangeAsync(thief, (await realm.ExchangeAsync(b, token)).Token!)).Error);
    }

    [Fact]
    public async Task Nobody_acts_twice_in_a_chain_and_no_chain_is_longer_than_four()
    {
        using var realm = await Realm.CreateAsync();
        string[] names = ["a", "b", "c", "d", "e", "f"];
        foreach (var name in names)
        {
            await realm.AddAsync(name);
        }

        var agents = new List<TestClient>();
        foreach (var name in names)
        {
            agents.Add(await realm.AddAsync(name, w => w with { Delegates = names }));
        }

        var token = await realm.TokenAsync(agents[0]);
        Assert.Equal("invalid_request", (await realm.ExchangeAsync(agents[0], token)).Error);
        for (var i = 1; i <= 4; i++)
        {
            token = (await realm.ExchangeAsync(agents[i], token)).Token!;
            for (var j = 0; j <= i; j++)
            {
                Assert.Equal("invalid_request", (await realm.ExchangeAsync(agents[j], token)).Error);
            }
        }

        Assert.Equal("invalid_request", (await realm.ExchangeAsync(agents[5], token)).Error);
    }

    [Fact]
    public async Task A_child_never_outlives_its_parent_nor_a_minute()
    {
        using var realm = await Realm.CreateAsync();
        var (a, b, c) = await ChainAsync(realm);
        var token = await realm.TokenAsync(a);
        await realm.AdvanceAsync(TimeSpan.FromSeconds(260.5));
        var child = await realm.ExchangeAsync(b, token);
        Assert.Equal(Reply.ClaimsOf(token).GetProperty("exp").GetInt64(), child.Claims.GetProperty("exp").GetInt64());
        await realm.AdvanceAsync(TimeSpan.FromSeconds(39.5));
        Assert.Equal("invalid_request", (await realm.ExchangeAsync(b, token)).Error);
        Assert.Equal("invalid_request", (await realm.ExchangeAsync(c, child.Token!)).Error);
        Assert.Null(realm.Get<AccessTokenReader>().Read(token));
    }

    [Theory]
    [InlineData("subject_token_type", "urn:ietf:params:oauth:token-type:id_token")]
    [InlineData("actor_token", "x")]
    [InlineData("actor_token_type", "x")]
    [InlineData("requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token")]
    [InlineData("subject_token", "x")]
    public async Task Other_kinds_of_tokens_are_not_understood(string name, string value)
    {
        using var realm = await Realm.CreateAsync();
        var (a, b, _) = await ChainAsync(realm);
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "urn:ietf:params:oauth:grant-type:token-exchange",
            ["subject_token"] = await realm.TokenAsync(a),
            ["subject_token_type"] = "urn:ietf:params:oauth:token-type:access_token",
            [name] = value,
        };
        Assert.Equal("invalid_request", (await realm.PostAsync(Issuer.TokenPath, b, [.. form.Select(f => (f.Key, f.Value))])).Error);
    }

    [Fact]
    public async Task Revoking_an_agent_or_a_token_ends_all_that_rests_on_it()
    {
        using var realm = await Realm.CreateAsync();
        var (a, b, c) = await ChainAsync(realm);
        var root = await realm.TokenAsync(a);
        var middle = (await realm.ExchangeAsync(b, root)).Token!;
        var leaf = (await realm.ExchangeAsync(c, middle)).Token!;
        var other = await realm.TokenAsync(b);
        Assert.Equal(200, (await realm.PostAsync(Issuer.RevocationPath, a, ("token", middle))).Status);
        Assert.Equal((true, false, false, true), (Counts(realm, root), Counts(realm, middle), Counts(realm, leaf), Counts(realm, other)));
        Assert.Equal("invalid_request", (await realm.ExchangeAsync(c, middle)).Error);
        await realm.RevokeAgentAsync(a);
        Assert.Equal((false, true), (Counts(realm, root), Counts(realm, other)));
        Assert.Equal(TokenFailure.InvalidToken, Outcome(realm, root).Failure);
    }

    [Fact]
    public async Task A_token_is_for_its_audience_only()
    {
        using var realm = await Realm.CreateAsync();
        var agent = await realm.AddAsync("a", w => w with { Resources = ["/", "/mcp/github", "https://api.example"] });
        var server = await realm.TokenAsync(agent, ("resource", Realm.Origin + "/mcp/github"));
        var api = await realm.TokenAsync(agent, ("resource", "https://api.example"));
        var gateway = await realm.TokenAsync(agent, ("resource", Realm.Origin));
        Assert.Equal((TokenFailure.InvalidToken, TokenFailure.None, TokenFailure.InvalidToken), (Outcome(realm, server).Failure, Outcome(realm, server, "/mcp/github").Failure, Outcome(realm, server, "/mcp/other").Failure));
        Assert.Equal((TokenFailure.InvalidToken, TokenFailure.InvalidToken), (Outcome(realm, api).Failure, Outcome(realm, api, "/mcp/github").Failure));
        Assert.Equal((TokenFailure.None, TokenFailure.None), (Outcome(realm, gateway).Failure, Outcome(realm, gateway, "/mcp/other").Failure));
    }

    private static bool Counts(Realm realm, string token) => realm.Get<AccessTokenReader>().Read(token) is not null;

    private static TokenOutcome Outcome(Realm realm, string token, string? resource = null) =>
        realm.Get<ITokenAuthenticator>().Authenticate(new(token, false, [], "POST", "/x", resource, null));

    private static async Task<(TestClient A, TestClient B, TestClient C)> ChainAsync(Realm realm)
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            await realm.AddAsync(name);
        }

        return (
            await realm.AddAsync("a", w => w with { Scopes = ["read", "write"], Delegates = ["b"] }),
            await realm.AddAsync("b", w => w with { Scopes = ["read", "write"], Delegates = ["c"] }),
            await realm.AddAsync("c", w => w with { Scopes = ["read", "write"] }));
    }
}
