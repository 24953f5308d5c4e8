using System.Net;
using Bartizan.Identity.Fetching;
using Bartizan.Identity.Registering;
using Bartizan.Identity.Tests.Support;

namespace Bartizan.Identity.Tests.Registering;

public class OutsideClientTests
{
    [Fact]
    public async Task A_client_with_a_document_becomes_an_agent_of_whoever_lets_it_in_first()
    {
        using var site = new SecureSite();
        var id = $"https://app.test:{site.Port}/client.json";
        site.Answer = Document(id, "Your \u202Ebank");
        await using var realm = await CreateAsync(site);
        var (ada, bob) = (await realm.AddPersonAsync("ada"), await realm.AddPersonAsync("bob"));
        var client = new TestClient(id, "");
        var name = await realm.QuestionAsync(client);
        var question = (await realm.Desk.FindAsync(name, ada.Id, default))!;
        Assert.Equal((false, (string?)null, id, false), (question.Vouched, question.Owner, question.Client, question.Use.Renews));
        var reply = await realm.RedeemAsync(client, await realm.CodeAsync(client, ada, ("scope", "read offline_access")));
        Assert.True(reply.Status == 200, reply.Body);
        Assert.Equal("read", reply.Claims.GetProperty("scope").GetString());
        var agent = Assert.Single(await realm.Store.Agents.ListAsync(default));
        Assert.Equal(("app.test", "ada", agent.Id), (agent.Name, agent.Owner, reply.Claims.GetProperty("client_id").GetString()));
        Assert.Equal(ada.Id, realm.Present(reply.Token).Principal!.Token!.Person!.Id);

        // The next person lets in the same agent, and gets no more than they consent to.
        var his = await realm.RedeemAsync(client, await realm.CodeAsync(client, bob, ("scope", "write")));
        Assert.Equal(("write", agent.Id), (his.Claims.GetProperty("scope").GetString(), his.Claims.GetProperty("client_id").GetString()));
        Assert.Single(await realm.Store.Agents.ListAsync(default));
        Assert.Equal("invalid_scope", (await realm.RenewAsync(client, reply.Refresh!, ("scope", "read write"))).Error);
        Assert.Equal(200, (await realm.RenewAsync(client, reply.Refresh!)).Status);
        Assert.Contains("identity.client-adopted", await realm.EventsAsync());

        // Revoked is revoked: the address does not come back as another agent.
        await realm.Store.Agents.RevokeAsync(agent.Id, realm.Clock.Now, default);
        await realm.RefreshAsync();
        Assert.False(realm.Counts(his.Token));
        Assert.Equal(400, (await realm.AuthorizeAsync(PeopleRealm.Ask(client))).Status);
    }

    [Fact]
    public async Task Where_the_document_says_otherwise_later_that_holds()
    {
        using var site = new SecureSite();
        var id = $"https://app.test:{site.Port}/client.json";
        site.Answer = Document(id);
        await using var realm = await CreateAsync(site);
        var client = new TestClient(id, "");
        await realm.CodeAsync(client, await realm.AddPersonAsync("ada"));
        site.Answer = Document(id, redirect: "https://app.example/other");
        Assert.Equal(303, (await realm.AuthorizeAsync(PeopleRealm.Ask(client))).Status);
        Assert.Equal(1, site.Connections);
        await realm.AdvanceAsync(MetadataDocuments.Fresh);
        await realm.AuthorizeAsync(PeopleRealm.Ask(client));
        await realm.RefreshAsync();
        Assert.Equal(400, (await realm.AuthorizeAsync(PeopleRealm.Ask(client))).Status);
        Assert.Equal(303, (await realm.AuthorizeAsync(PeopleRealm.Ask(client, ("redirect_uri", "https://app.example/other")))).Status);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"client_id":"https://other.example/client.json","redirect_uris":["https://app.example/callback"]}""")]
    [InlineData("""{"client_id":"$","redirect_uris":["https://app.example/callback"],"client_secret":"x"}""")]
    [InlineData("""{"client_id":"$","redirect_uris":["https://app.example/callback"],"token_endpoint_auth_method":"client_secret_basic"}""")]
    [InlineData("""{"client_id":"$","redirect_uris":["javascript:alert(1)"]}""")]
    [InlineData("""{"client_id":"$","redirect_uris":[]}""")]
    [InlineData("""{"client_id":"$","redirect_uris":["https://app.example/callback"],"grant_types":["client_credentials"]}""")]
    [InlineData("""{"client_id":"$","client_id":"$","redirect_uris":["https://app.example/callback"]}""")]
    public async Task A_document_that_is_not_sound_makes_no_client(string document)
    {
        using var site = new SecureSite();
        var id = $"https://app.test:{site.Port}/client.json";
        site.Answer = SecureSite.Json(document.Replace("$", id, StringComparison.Ordinal));
        await using var realm = await CreateAsync(site);
        Assert.Equal(400, (await realm.AuthorizeAsync(PeopleRealm.Ask(new TestClient(id, "")))).Status);
        Assert.Equal(1, site.Connections);
    }

    [Theory]
    [InlineData("https://app.test")]
    [InlineData("https://app.test/")]
    [InlineData("https://app.test/a/../client.json")]
    [InlineData("https://me@app.test/client.json")]
    [InlineData("https://app.test/client.json#x")]
    [InlineData("https://app.test/client.json?x")]
    [InlineData("https://APP.test/client.json")]
    [InlineData("http://app.test/client.json")]
    [InlineData("agt_1")]
    public void Ids_that_can_be_written_otherwise_are_none(string id) => Assert.False(MetadataDocuments.IsId(id));

    [Fact]
    public async Task Hosts_that_are_not_configured_are_not_asked()
    {
        using var site = new SecureSite();
        var id = $"https://app.test:{site.Port}/client.json";
        site.Answer = Document(id);
        await using var realm = await CreateAsync(site, "other.test");
        Assert.Equal(400, (await realm.AuthorizeAsync(PeopleRealm.Ask(new TestClient(id, "")))).Status);
        Assert.Equal(0, site.Connections);
    }

    [Fact]
    public async Task Clients_register_themselves_where_that_is_switched_on()
    {
        await using var realm = await PeopleRealm.CreateAsync(new RegistrationOptions { Dynamic = true });
        const string Wish = """{"client_name":"My app","redirect_uris":["https://app.example/callback"],"grant_types":["authorization_code","refresh_token"],"token_endpoint_auth_method":"none"}""";
        var registered = await realm.SendAsync("POST", Issuer.RegistrationPath, Wish, null);
        Assert.Equal(201, registered.Status);
        var client = new TestClient(registered.Json.GetProperty("client_id").GetString()!, "");
        var reply = await realm.RedeemAsync(client, await realm.CodeAsync(client, await realm.AddPersonAsync("ada")));
        Assert.True(reply.Status == 200, reply.Body);
        Assert.Equal("app.example", Assert.Single(await realm.Store.Agents.ListAsync(default)).Name);
        Assert.Equal("unauthorized_client", (await realm.PostAsync(Issuer.TokenPath, client, ("grant_type", "client_credentials"))).Error);
        foreach (var (body, error) in new[]
        {
            ("""{"redirect_uris":["https://evil.example/*"]}""", "invalid_redirect_uri"), ("""{"redirect_uris":["http://app.example/"]}""", "invalid_redirect_uri"),
            (Wish.Replace("\"none\"", "\"client_secret_basic\"", StringComparison.Ordinal), "invalid_client_metadata"), ("""{"a":1,"a":2}""", "invalid_client_metadata"),
        })
        {
            Assert.Equal(error, (await realm.SendAsync("POST", Issuer.RegistrationPath, body, null)).Error);
        }
    }

    [Fact]
    public async Task By_default_nobody_registers_themselves()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var json = (await realm.SendAsync("GET", "/.well-known/oauth-authorization-server", null, null)).Json;
        Assert.False(json.TryGetProperty("registration_endpoint", out _));
        Assert.False(json.GetProperty("client_id_metadata_document_supported").GetBoolean());
    }

    private static string Document(string id, string name = "An app", string redirect = PeopleRealm.Redirect) => SecureSite.Json(
        $$"""{"client_id":"{{id}}","client_name":"{{name}}","redirect_uris":["{{redirect}}"],"grant_types":["authorization_code","refresh_token"]}""");

    private static Task<PeopleRealm> CreateAsync(SecureSite site, string host = "app.test") => PeopleRealm.CreateAsync(
        new RegistrationOptions { Hosts = [host] }, new GuardedFetcher([host], (_, _) => Task.FromResult(new[] { IPAddress.Loopback }), site.Trusts));
}
