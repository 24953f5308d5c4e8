using Bartizan.Identity.Issuing;
using Bartizan.Identity.Tests.Support;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Tests.Http;

public class TokenEndpointTests
{
    private static readonly (string, string) Grant = ("grant_type", "client_credentials");

    [Fact]
    public async Task A_token_says_who_for_what_and_for_how_long()
    {
        using var realm = await Realm.CreateAsync();
        var agent = await realm.AddAsync("billing", w => w with { Scopes = ["read", "write"], Models = ["gpt-*"], Tools = ["github/*"] });
        var reply = await realm.PostAsync(
            Issuer.TokenPath, agent, Grant, ("scope", "read"), ("authorization_details", """[{"type":"bartizan_use","models":["gpt-4o"]}]"""));
        Assert.Equal((200, "no-store", "no-cache"), (reply.Status, reply.Headers.CacheControl.ToString(), reply.Headers.Pragma.ToString()));
        Assert.Equal(("Bearer", 300, "read"), (reply.Json.GetProperty("token_type").GetString(), reply.Json.GetProperty("expires_in").GetInt32(), reply.Json.GetProperty("scope").GetString()));
        var claims = reply.Claims;
        Assert.Equal((Realm.Origin, Realm.Origin, agent.Id, agent.Id), (claims.GetProperty("iss").GetString(), claims.GetProperty("aud").GetString(), claims.GetProperty("sub").GetString(), claims.GetProperty("client_id").GetString()));
        Assert.Equal(300, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        Assert.Equal("""[{"type":"bartizan_use","models":["gpt-4o"],"tools":[]}]""", claims.GetProperty("authorization_details").GetRawText());
        var read = realm.Get<AccessTokenReader>().Read(reply.Token!)!;
        Assert.Equal((agent.Id, claims.GetProperty("jti").GetString(), claims.GetProperty("txn").GetString()), (read.Holder, read.Id, read.Transaction));
        var told = Assert.Single(realm.Store.Told);
        Assert.Equal("identity.token-issued", told.Kind);
        Assert.DoesNotContain("eyJ", System.Text.Encoding.UTF8.GetString(told.Json.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "unsupported_grant_type")]
    [InlineData("grant_type=client_credentials&grant_type=client_credentials", "invalid_request")]
    [InlineData("grant_type=client_credentials&scope=read&scope=write", "invalid_request")]
    [InlineData("grant_type=client_credentials&resource=https://as.example&resource=https://b.example", "invalid_request")]
    [InlineData("grant_type=password&username=a&password=b", "unsupported_grant_type")]
    [InlineData("scope=read", "unsupported_grant_type")]
    [InlineData("grant_type=client_credentials&scope=admin", "invalid_scope")]
    [InlineData("grant_type=client_credentials&scope=read++write", "invalid_scope")]
    [InlineData("grant_type=client_credentials&resource=https://as.example/", "invalid_target")]
    [InlineData("grant_type=client_credentials&resource=https://AS.example", "invalid_target")]
    [InlineData("grant_type=client_credentials&resource=https://as.example.evil.example", "invalid_target")]
    [InlineData("grant_type=client_credentials&resource=https://as.example/mcp/a/b", "invalid_target")]
    [InlineData("grant_type=client_credentials&resource=https://as.example/mcp/", "invalid_target")]
    [InlineData("grant_type=client_credentials&resource=/", "invalid_target")]
    [InlineData("grant_type=client_credentials&authorization_details=[]", "invalid_authorization_details")]
    [InlineData("grant_type=client_credentials&authorization_details=[{\"type\":\"payment\"}]", "invalid_authorization_details")]
    [InlineData("grant_type=client_credentials&authorization_details=[{\"type\":\"bartizan_use\",\"models\":[\"gpt-*\"],\"more\":1}]", "invalid_authorization_details")]
    [InlineData("grant_type=client_credentials&authorization_details=[{\"type\":\"bartizan_use\",\"models\":[\"*pt\"]}]", "invalid_authorization_details")]
    [InlineData("grant_type=client_credentials&authorization_details=[{\"type\":\"bartizan_use\",\"models\":[\"*\"]}]", "invalid_authorization_details")]
    [InlineData("grant_type=client_credentials&authorization_details=[{\"type\":\"bartizan_use\",\"models\":[\"gpt\"]}]", "invalid_authorization_details")]
    [InlineData("grant_type=client_credentials&authorization_details=[{\"type\":\"bartizan_use\",\"tools\":[\"mail/send\"]}]", "invalid_authorization_details")]
    public async Task What_is_unclear_or_too_much_is_refused(string body, string error)
    {
        using var realm = await Realm.CreateAsync();
        var agent = await realm.AddAsync("billing", w => w with { Scopes = ["read", "write"], Models = ["gpt-*"] });
        var reply = await realm.SendAsync(Issuer.TokenPath, body, [("Authorization", agent.Basic)]);
        Assert.Equal((400, error), (reply.Status, reply.Error));
        Assert.Equal("no-store", reply.Headers.CacheControl.ToString());
        Assert.Empty(realm.Store.Told);
        Assert.Equal("identity.token-refused", Assert.Single(realm.Log.Events).Event.Kind);
    }

    [Fact]
    public async Task Bodies_of_another_type_or_size_and_addresses_with_a_query_are_refused()
    {
        using var realm = await Realm.CreateAsync();
        var agent = await realm.AddAsync("billing");
        (string, string)[] headers = [("Authorization", agent.Basic)];
        Assert.Equal("invalid_request", (await realm.SendAsync(Issuer.TokenPath, """{"grant_type":"client_credentials"}""", headers, type: "application/json")).Error);
        Assert.Equal("invalid_request", (await realm.SendAsync(Issuer.TokenPath, "grant_type=client_credentials", headers, type: "multipart/form-data; boundary=a")).Error);
        Assert.Equal("invalid_request", (await realm.SendAsync(Issuer.TokenPath, "grant_type=client_credentials&a=" + new string('b', 70_000), headers)).Error);
        Assert.Equal("invalid_request", (await realm.SendAsync(Issuer.TokenPath, "grant_type=client_credentials", [.. headers, ("Content-Encoding", "gzip")])).Error);
        Assert.Equal((405, "POST"), ((await realm.SendAsync(Issuer.TokenPath, "", headers, "GET")).Status, (await realm.SendAsync(Issuer.TokenPath, "", headers, "GET")).Headers.Allow.ToString()));
    }

    [Fact]
    public async Task Without_a_wish_everything_registered_is_granted_and_nothing_else()
    {
        using var realm = await Realm.CreateAsync();
        var agent = await realm.AddAsync("billing", w => w with { Scopes = ["read", "write"], Tools = ["github/*"] });
        var claims = Reply.ClaimsOf(await realm.TokenAsync(agent));
        Assert.Equal("read write", claims.GetProperty("scope").GetString());
        Assert.Equal("""[{"type":"bartizan_use","models":[],"tools":["github/*"]}]""", claims.GetProperty("authorization_details").GetRawText());
        var plain = Reply.ClaimsOf(await realm.TokenAsync(await realm.AddAsync("plain")));
        Assert.False(plain.TryGetProperty("scope", out _) || plain.TryGetProperty("authorization_details", out _));
    }

    [Fact]
    public async Task A_client_asks_only_for_resources_it_is_registered_for_and_must_choose_among_several()
    {
        using var realm = await Realm.CreateAsync();
        var gateway = await realm.AddAsync("gateway");
        var two = await realm.AddAsync("two", w => w with { Resources = ["/mcp/github", "https://api.example"] });
        Assert.Equal(Realm.Origin + "/mcp/any", Reply.ClaimsOf(await realm.TokenAsync(gateway, ("resource", Realm.Origin + "/mcp/any"))).GetProperty("aud").GetString());
        Assert.Equal(Realm.Origin + "/mcp/github", Reply.ClaimsOf(await realm.TokenAsync(two, ("resource", Realm.Origin + "/mcp/github"))).GetProperty("aud").GetString());
        Assert.Equal("invalid_target", (await realm.PostAsync(Issuer.TokenPath, two, Grant)).Error);
        Assert.Equal("invalid_target", (await realm.PostAsync(Issuer.TokenPath, two, Grant, ("resource", Realm.Origin))).Error);
        Assert.Equal("invalid_target", (await realm.PostAsync(Issuer.TokenPath, two, Grant, ("resource", Realm.Origin + "/mcp/other"))).Error);
    }

    [Fact]
    public async Task A_client_uses_only_grants_it_is_registered_for()
    {
        using var realm = await Realm.CreateAsync();
        var exchanger = await realm.AddAsync("exchanger", w => w with { Grants = ["token-exchange"] });
        Assert.Equal("unauthorized_client", (await realm.PostAsync(Issuer.TokenPath, exchanger, Grant)).Error);
        var owner = await realm.AddAsync("owner", w => w with { Grants = ["client_credentials"], Delegates = ["exchanger"] });
        Assert.Equal(200, (await realm.ExchangeAsync(exchanger, await realm.TokenAsync(owner))).Status);
        Assert.Equal("unauthorized_client", (await realm.ExchangeAsync(owner, await realm.TokenAsync(owner))).Error);
    }

    [Fact]
    public async Task An_agent_revoked_but_not_yet_seen_to_be_gets_nothing()
    {
        using var realm = await Realm.CreateAsync();
        var (owner, helper) = (await realm.AddAsync("owner", w => w with { Delegates = [] }), await realm.AddAsync("helper"));
        owner = await realm.AddAsync("owner", w => w with { Delegates = ["helper"] });
        var token = await realm.TokenAsync(owner);
        var issued = realm.Store.Told.Count;
        await realm.RevokeAgentAsync(owner, unseen: true);
        Assert.Equal("invalid_request", (await realm.PostAsync(Issuer.TokenPath, owner, Grant)).Error);
        Assert.Equal("invalid_request", (await realm.ExchangeAsync(helper, token)).Error);
        Assert.Equal(issued, realm.Store.Told.Count);
    }

    [Fact]
    public async Task When_the_store_cannot_be_asked_nobody_is_known_after_ten_seconds()
    {
        using var realm = await Realm.CreateAsync();
        var agent = await realm.AddAsync("billing");
        var token = await realm.TokenAsync(agent);
        realm.Agents.IsBroken = true;
        realm.Clock.Now += TimeSpan.FromSeconds(11);
        Assert.Null(realm.Get<AccessTokenReader>().Read(token));
        Assert.Equal("invalid_client", (await realm.PostAsync(Issuer.TokenPath, agent, Grant)).Error);
    }

    [Fact]
    public async Task Strangers_cannot_fill_the_log()
    {
        using var realm = await Realm.CreateAsync();
        for (var i = 0; i < 100; i++)
        {
            await realm.PostAsync(Issuer.TokenPath, new TestClient("agt_x", "y"), Grant);
        }

        Assert.Equal(60, realm.Log.Events.Count);
        await realm.Get<RefusalRecorder>().SummarizeAsync(default);
        Assert.Equal("""{"reason":"unknown_client","count":40}""", System.Text.Encoding.UTF8.GetString(realm.Log.Events[^1].Event.Json.Span));
    }
}
