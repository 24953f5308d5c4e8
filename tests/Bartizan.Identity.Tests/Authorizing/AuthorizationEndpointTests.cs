using Bartizan.Identity.Tests.Support;

namespace Bartizan.Identity.Tests.Authorizing;

public class AuthorizationEndpointTests
{
    [Theory]
    [InlineData("https://app.example/callback/")]
    [InlineData("https://app.example/callback?x=1")]
    [InlineData("https://app.example/callback#x")]
    [InlineData("https://app.example/callback/../evil")]
    [InlineData("https://app.example/Callback")]
    [InlineData("https://APP.example/callback")]
    [InlineData("https://app.example:443/callback")]
    [InlineData("https://app.example.evil.example/callback")]
    [InlineData("https://app.example@evil.example/callback")]
    [InlineData("https://evil.example\\@app.example/callback")]
    [InlineData("https://evil.example/?https://app.example/callback")]
    [InlineData("http://app.example/callback")]
    [InlineData("javascript:alert(1)//app.example/callback")]
    [InlineData(" https://app.example/callback")]
    [InlineData("https://app.example/callbac%6b")]
    [InlineData(null)]
    public async Task An_address_that_is_not_registered_letter_for_letter_gets_nobody_sent_to_it(string? redirect)
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var reply = await realm.AuthorizeAsync(PeopleRealm.Ask(await realm.AddAsync("agent"), ("redirect_uri", redirect)));
        Assert.Equal((400, (string?)null), (reply.Status, reply.Location));
        Assert.Contains("text/html", reply.Headers.ContentType.ToString(), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", reply.Headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("evil", reply.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:4711/cb", true)]
    [InlineData("http://127.0.0.1/cb", true)]
    [InlineData("http://[::1]:9/cb", true)]
    [InlineData("http://127.0.0.1:4711/other", false)]
    [InlineData("https://127.0.0.1:4711/cb", false)]
    [InlineData("http://127.0.0.2:4711/cb", false)]
    [InlineData("http://localhost:4711/cb", false)]
    [InlineData("http://127.0.0.1:4711@evil.example/cb", false)]
    [InlineData("http://127.0.0.1.evil.example:80/cb", false)]
    [InlineData("http://0x7f.1:4711/cb", false)]
    public async Task On_the_own_machine_only_the_port_may_differ(string redirect, bool taken)
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var agent = await realm.AddAsync("agent", w => w with { Redirects = ["http://127.0.0.1:80/cb", "http://[::1]/cb"] }, open: true);
        Assert.Equal(taken, (await realm.AuthorizeAsync(PeopleRealm.Ask(agent, ("redirect_uri", redirect)))).Location is not null);
    }

    [Theory]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("response_type", "code id_token", "unsupported_response_type")]
    [InlineData("response_type", null, "unsupported_response_type")]
    [InlineData("response_mode", "fragment", "invalid_request")]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge", "short", "invalid_request")]
    [InlineData("code_challenge_method", null, "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("code_challenge_method", "s256", "invalid_request")]
    [InlineData("dpop_jkt", "x", "invalid_request")]
    [InlineData("request", "eyJhbGciOiJub25lIn0.e30.", "request_not_supported")]
    [InlineData("scope", "read admin", "invalid_scope")]
    [InlineData("scope", "read  write", "invalid_scope")]
    [InlineData("resource", "https://elsewhere.example", "invalid_target")]
    [InlineData("resource", "https://as.example/mcp/a/b", "invalid_target")]
    [InlineData("authorization_details", """[{"type":"other"}]""", "invalid_authorization_details")]
    [InlineData("prompt", "none", "interaction_required")]
    public async Task What_would_not_be_issued_nobody_is_asked_for(string name, string? value, string error)
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var reply = await realm.AuthorizeAsync(PeopleRealm.Ask(await realm.AddAsync("agent"), (name, value)));
        Assert.Equal((303, error, "xyz&=", Realm.Origin), (reply.Status, reply.Sent("error"), reply.Sent("state"), reply.Sent("iss")));
        Assert.StartsWith(PeopleRealm.Redirect + "?error=", reply.Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redirect_uri=https%3A%2F%2Fevil.example")]
    [InlineData("client_id=agt_other")]
    [InlineData("state=second")]
    [InlineData("resource=https%3A%2F%2Fas.example%2Fmcp%2Fa&resource=https%3A%2F%2Fas.example%2Fmcp%2Fb")]
    [InlineData("x=%zz")]
    public async Task What_is_said_twice_or_broken_is_shown_and_sent_nowhere(string more)
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var query = string.Join('&', PeopleRealm.Ask(await realm.AddAsync("agent")).Select(a => $"{a.Key}={Uri.EscapeDataString(a.Value)}"));
        var reply = await realm.SendAsync("GET", Issuer.AuthorizationPath, null, $"{query}&{more}");
        Assert.Equal((400, (string?)null), (reply.Status, reply.Location));
    }

    [Fact]
    public async Task A_client_that_may_not_ask_people_does_not()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var asking = await realm.AddAsync("asking");
        Assert.Equal(400, (await realm.AuthorizeAsync(PeopleRealm.Ask(asking with { Id = "agt_unknown" }))).Status);
        var machine = await realm.AddAsync("machine", w => w with { Grants = ["client_credentials"], Redirects = [] });
        Assert.Equal(400, (await realm.AuthorizeAsync(PeopleRealm.Ask(machine))).Status);
    }

    [Fact]
    public async Task A_pushed_request_works_once_within_a_minute_and_for_its_client_only()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var (agent, other) = (await realm.AddAsync("agent"), await realm.AddAsync("other"));
        async Task<string> PushAsync(params (string, string?)[] changes)
        {
            var reply = await realm.PostAsync(Issuer.PushedPath, agent, [.. PeopleRealm.Ask(agent, changes).Select(a => (a.Key, a.Value))]);
            Assert.True(reply.Status == 201, reply.Body);
            Assert.Equal(60, reply.Json.GetProperty("expires_in").GetInt32());
            return reply.Json.GetProperty("request_uri").GetString()!;
        }

        Task<WebReply> OpenAsync(TestClient client, string uri) => realm.AuthorizeAsync(new Dictionary<string, string> { ["client_id"] = client.Id, ["request_uri"] = uri, ["scope"] = "write" });

        var first = await PushAsync();
        Assert.Equal(400, (await OpenAsync(other, first)).Status);
        var opened = await OpenAsync(agent, first);
        var question = await realm.Desk.FindAsync(opened.Location!.Split("request=")[1], "acc_x", default);
        Assert.Equal(["read"], question!.Use.Scopes);
        Assert.Equal(400, (await OpenAsync(agent, first)).Status);
        var late = await PushAsync();
        await realm.AdvanceAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(400, (await OpenAsync(agent, late)).Status);
        foreach (var (name, value, error) in new[] { ("redirect_uri", "https://evil.example", "invalid_request"), ("request_uri", first, "invalid_request"), ("code_challenge_method", "plain", "invalid_request"), ("scope", "admin", "invalid_scope") })
        {
            Assert.Equal(error, (await realm.PostAsync(Issuer.PushedPath, agent, [.. PeopleRealm.Ask(agent, (name, value)).Select(a => (a.Key, a.Value))])).Error);
        }

        Assert.Equal("invalid_client", (await realm.PostAsync(Issuer.PushedPath, agent with { Secret = other.Secret }, [.. PeopleRealm.Ask(agent).Select(a => (a.Key, a.Value))])).Error);
    }

    [Fact]
    public async Task A_question_ends_after_ten_minutes()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var ada = await realm.AddPersonAsync("ada");
        var name = await realm.QuestionAsync(await realm.AddAsync("agent"));
        await realm.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Null(await realm.Desk.FindAsync(name, ada.Id, default));
        Assert.Null(await realm.Desk.AllowAsync(name, ada, null, null, default));
    }

    [Fact]
    public async Task Metadata_says_what_is_there()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var json = (await realm.SendAsync("GET", "/.well-known/oauth-authorization-server", null, null)).Json;
        Assert.Equal(Realm.Origin + "/oauth/authorize", json.GetProperty("authorization_endpoint").GetString());
        Assert.Equal(Realm.Origin + "/oauth/par", json.GetProperty("pushed_authorization_request_endpoint").GetString());
        Assert.Equal("""["S256"]""", json.GetProperty("code_challenge_methods_supported").GetRawText());
        Assert.True(json.GetProperty("authorization_response_iss_parameter_supported").GetBoolean());
        Assert.Contains("none", json.GetProperty("token_endpoint_auth_methods_supported").GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("none", json.GetProperty("introspection_endpoint_auth_methods_supported").GetRawText(), StringComparison.Ordinal);
    }
}
