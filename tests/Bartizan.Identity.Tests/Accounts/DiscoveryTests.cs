using System.Web;
using Bartizan.Core.Credentials;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Identity.Tests.Accounts;

/// <summary>Servers of which configuration says nothing but the address: where tokens are had, for what, and as whom, is found out.</summary>
public sealed class DiscoveryTests
{
    [Fact]
    public async Task A_server_leads_to_its_authorization_server_at_which_Bartizan_registers_itself_once()
    {
        await using var site = new ToolSite();
        await using var realm = await RealmAsync(site);
        site.Challenge = "Bearer scope=\"files.read\"";
        site.Describe(realm.Outside.Issuer, more: ""","scopes_supported":["all","of","them"]""");
        realm.Outside.SaysMore = ""","scopes_supported":["files.read","offline_access"]""";
        Assert.Equal(ConnectionState.NotConnected, Assert.Single(await realm.Desk.ListAsync(realm.Ada.Id, default)).State);
        var asked = HttpUtility.ParseQueryString((await realm.Desk.BeginAsync(realm.Ada.Id, AccountRealm.Session, "files", default))!.Query);
        Assert.Equal(("files.read offline_access", site.Address.AbsoluteUri), (asked["scope"], asked["resource"]));
        await realm.ConnectAsync();
        Assert.Equal("http://127.0.0.1:4181/accounts/callback", System.Text.Json.JsonDocument.Parse(Assert.Single(realm.Outside.Registered)).RootElement.GetProperty("redirect_uris")[0].GetString());
        var token = await realm.Tokens.FindAsync(realm.Ada, "files", default);
        Assert.Equal(site.Address.AbsoluteUri, realm.Outside.Access[token.Value!]);
        realm.Clock.Now += TimeSpan.FromHours(2);
        Assert.Equal(ConnectionState.Connected, (await realm.Tokens.FindAsync(realm.Ada, "files", default)).State);
        Assert.Equal("refresh_token", realm.Outside.Asked.Last()["grant_type"]);
        Assert.Contains(await realm.Store.Events.ReadAsync(0, 100, default), e => e.Event.Kind == "account.registered");
        Assert.All(site.Requests, r => Assert.DoesNotContain("Authorization", r.Headers.Keys, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_token_goes_to_no_other_address_than_that_for_which_it_was_had()
    {
        await using var site = new ToolSite();
        await using var realm = await RealmAsync(site);
        site.Describe(realm.Outside.Issuer);
        await realm.ConnectAsync();
        realm.All = [realm.All[0] with { Address = new Uri("https://evil.example/mcp") }];
        Assert.Equal(ConnectionState.NotConnected, (await realm.Tokens.FindAsync(realm.Ada, "files", default)).State);
        Assert.Equal(ConnectionState.NotConnected, Assert.Single(await realm.Desk.ListAsync(realm.Ada.Id, default)).State);
        Assert.Single(realm.Outside.Asked);
    }

    [Theory]
    [InlineData("https://evil.example/mcp")]
    [InlineData("another host")]
    [InlineData("{origin}/mcp/deeper")]
    [InlineData("{origin}/mc")]
    [InlineData("{origin}/mcp?x=1")]
    public async Task A_description_of_something_else_is_not_followed(string resource)
    {
        await using var site = new ToolSite();
        await using var realm = await RealmAsync(site);
        site.Describe(realm.Outside.Issuer, resource.Replace("{origin}", site.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));
        Assert.Null(await realm.Desk.BeginAsync(realm.Ada.Id, AccountRealm.Session, "files", default));
        Assert.Empty(realm.Outside.Registered);
    }

    [Theory]
    [InlineData("http://10.0.0.1")]
    [InlineData("http://169.254.169.254")]
    [InlineData("https://10.0.0.1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("no address")]
    public async Task A_server_sends_nobody_into_the_network_inside(string issuer)
    {
        await using var site = new ToolSite();
        await using var realm = await RealmAsync(site);
        site.Describe(issuer);
        Assert.Null(await realm.Desk.BeginAsync(realm.Ada.Id, AccountRealm.Session, "files", default));
    }

    [Fact]
    public async Task Another_name_for_this_machine_was_not_named_and_is_not_asked()
    {
        await using var site = new ToolSite();
        await using var realm = await RealmAsync(site);
        var other = realm.Outside.Issuer.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        realm.Outside.SaysIssuer = other;
        site.Describe(other);
        Assert.Null(await realm.Desk.BeginAsync(realm.Ada.Id, AccountRealm.Session, "files", default));
        site.Challenge = $"Bearer resource_metadata=\"{other}/.well-known/oauth-authorization-server\"";
        Assert.Null(await realm.Desk.BeginAsync(realm.Ada.Id, AccountRealm.Session, "files", default));
    }

    [Fact]
    public async Task What_more_a_server_wants_is_asked_for_once_together_with_what_was_allowed_and_meanwhile_that_goes_on()
    {
        await using var site = new ToolSite();
        await using var realm = await RealmAsync(site);
        site.Challenge = "Bearer scope=\"read\"";
        site.Describe(realm.Outside.Issuer);
        await realm.ConnectAsync();
        var token = await realm.Tokens.FindAsync(realm.Ada, "files", default);
        Assert.False(await realm.Tokens.InsufficientAsync(realm.Ada, "files", token, [], default));
        Assert.False(await realm.Tokens.InsufficientAsync(realm.Ada, "files", token, ["read"], default));
        Assert.True(await realm.Tokens.InsufficientAsync(realm.Ada, "files", token, ["write"], default));
        Assert.True(await realm.Tokens.InsufficientAsync(realm.Ada, "files", token, ["write"], default));
        Assert.Single(await realm.Store.Events.ReadAsync(0, 100, default), e => e.Event.Kind == "account.needs-more");
        Assert.Equal(token.Value, (await realm.Tokens.FindAsync(realm.Ada, "files", default)).Value);
        var listed = Assert.Single(await realm.Desk.ListAsync(realm.Ada.Id, default));
        Assert.Equal(ConnectionState.NeedsReauthorization, listed.State);
        Assert.Contains("asks for more", listed.Problem, StringComparison.Ordinal);

        var begun = (await realm.Desk.BeginAsync(realm.Ada.Id, AccountRealm.Session, "files", default))!;
        Assert.Equal("read write", HttpUtility.ParseQueryString(begun.Query)["scope"]);
        var (state, code) = realm.Outside.Allow(begun);
        Assert.Equal("files", await realm.Desk.CompleteAsync(realm.Ada.Id, AccountRealm.Session, new(state, code, realm.Outside.Issuer), default));
        var wider = await realm.Tokens.FindAsync(realm.Ada, "files", default);
        Assert.False(await realm.Tokens.InsufficientAsync(realm.Ada, "files", wider, ["write"], default));
        // Somebody else's answer, or an old one, changes nothing.
        Assert.False(await realm.Tokens.InsufficientAsync(realm.Ada, "files", token, ["more"], default));
        Assert.Equal(ConnectionState.Connected, Assert.Single(await realm.Desk.ListAsync(realm.Ada.Id, default)).State);
    }

    [Fact]
    public async Task No_server_widens_what_configuration_says_people_are_asked_for()
    {
        await using var realm = await AccountRealm.CreateAsync();
        await realm.ConnectAsync();
        var token = await realm.Tokens.FindAsync(realm.Ada, "files", default);
        Assert.False(await realm.Tokens.InsufficientAsync(realm.Ada, "files", token, ["admin"], default));
    }

    [Fact]
    public async Task A_name_that_its_server_forgot_is_registered_anew()
    {
        await using var site = new ToolSite();
        await using var realm = await RealmAsync(site);
        site.Describe(realm.Outside.Issuer);
        var (state, code) = realm.Outside.Allow((await realm.Desk.BeginAsync(realm.Ada.Id, AccountRealm.Session, "files", default))!);
        realm.Outside.Failing = (401, """{"error":"invalid_client"}""");
        Assert.Null(await realm.Desk.CompleteAsync(realm.Ada.Id, AccountRealm.Session, new(state, code, realm.Outside.Issuer), default));
        realm.Outside.Failing = null;
        await realm.ConnectAsync();
        Assert.Equal(2, realm.Outside.Registered.Count);
    }

    [Fact]
    public async Task Of_two_who_register_at_once_the_first_counts_until_it_ends()
    {
        await using var realm = await AccountRealm.CreateAsync();
        var now = realm.Clock.Now;
        var first = new RegisteredClient("https://login.example", "https://console/cb", "one", "secret-one", false, now.AddHours(1));
        Assert.Equal("one", (await realm.Store.Accounts.KeepClientAsync(first, now, default)).ClientId);
        Assert.Equal("one", (await realm.Store.Accounts.KeepClientAsync(first with { ClientId = "two" }, now, default)).ClientId);
        Assert.Equal(first, await realm.Store.Accounts.FindClientAsync(first.Issuer, now, default));
        Assert.Null(await realm.Store.Accounts.FindClientAsync("https://other.example", now, default));
        Assert.Null(await realm.Store.Accounts.FindClientAsync(first.Issuer, now.AddHours(1), default));
        Assert.Equal("three", (await realm.Store.Accounts.KeepClientAsync(first with { ClientId = "three", Secret = null, Expires = null }, now.AddHours(1), default)).ClientId);
        await realm.Store.Accounts.ForgetClientAsync(first.Issuer, "one", now, default);
        Assert.NotNull(await realm.Store.Accounts.FindClientAsync(first.Issuer, now, default));
        Assert.Equal("one", first.ToString());
    }

    [Fact]
    public async Task One_that_does_not_say_that_it_takes_pkce_is_not_used()
    {
        await using var site = new ToolSite();
        await using var plain = ScriptedUpstream.Start((request, connection) => connection.JsonAsync(
            $$"""{"issuer":"http://{{request.Headers["Host"]}}","authorization_endpoint":"http://{{request.Headers["Host"]}}/a","token_endpoint":"http://{{request.Headers["Host"]}}/t","registration_endpoint":"http://{{request.Headers["Host"]}}/r"}"""));
        await using var realm = await RealmAsync(site);
        site.Describe(plain.Address.GetLeftPart(UriPartial.Authority));
        Assert.Null(await realm.Desk.BeginAsync(realm.Ada.Id, AccountRealm.Session, "files", default));
        Assert.DoesNotContain(plain.Requests, r => r.Line.StartsWith("POST", StringComparison.Ordinal));
    }

    private static async Task<AccountRealm> RealmAsync(ToolSite site)
    {
        var outside = StrictAuthorizationServer.Start();
        outside.Registers = true;
        var realm = await AccountRealm.CreateAsync(outside);
        realm.All = [new() { Name = "files", Address = site.Address }];
        return realm;
    }
}
