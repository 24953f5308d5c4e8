using System.Net;
using System.Text.Json.Nodes;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.People;
using Bartizan.Console.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Bartizan.Console.Tests.People;

public sealed class ProviderSignInTests
{
    [Fact]
    public async Task The_page_lists_providers_and_one_that_makes_accounts_lets_its_people_in()
    {
        await using var site = await ProviderSite.StartAsync();
        using var browser = site.Console.Open();
        Assert.Equal([new("strict", "Staff"), new("open", "open")], (await browser.GetAsync<ProviderList>("/api/sign-in")).Items);

        Assert.Equal("/", await site.SignInAsOpenAsync(browser, "g-1", "grace", "watchers"));
        var session = await browser.GetAsync<Session>("/api/session");
        Assert.Equal((SessionState.SignedIn, "grace"), (session.State, session.Person!.Name));
        Assert.Equal([Role.Analyst], session.Person.Roles);
        var identity = Assert.Single((await browser.GetAsync<IdentityList>("/api/identities")).Items);
        Assert.Equal(("open", "g-1", false), (identity.Provider, identity.Subject, identity.Removable));
        Assert.Contains((await site.Console.Store.Console.ListAccountsAsync(default)), a => a.Name == "grace" && a.Issuer == site.Open.Issuer && a.PasswordHash is null);
    }

    [Fact]
    public async Task Claims_are_taken_anew_at_every_sign_in_and_without_a_role_everything_ends()
    {
        await using var site = await ProviderSite.StartAsync();
        using var browser = site.Console.Open();
        await site.SignInAsync(browser, "open", "g-1", ("preferred_username", "grace"), ("realm", new JsonObject { ["roles"] = new JsonArray("boss") }));
        var first = await browser.GetAsync<Session>("/api/session");
        Assert.Equal([Role.Admin], first.Person!.Roles);

        using var again = site.Console.Open();
        Assert.Equal("/", await site.SignInAsOpenAsync(again, "g-1", "another name", "watchers"));
        var second = await again.GetAsync<Session>("/api/session");
        Assert.Equal((first.Person.Id, "grace"), (second.Person!.Id, second.Person.Name));
        Assert.Equal([Role.Analyst], (await browser.GetAsync<Session>("/api/session")).Person!.Roles);

        using var third = site.Console.Open();
        Assert.Equal("/?problem=noRole", await site.SignInAsOpenAsync(third, "g-1", "grace", "strangers"));
        Assert.Equal(SessionState.SignedOut, (await again.GetAsync<Session>("/api/session")).State);
        Assert.Equal(SessionState.SignedOut, (await third.GetAsync<Session>("/api/session")).State);
    }

    // Whoever may choose a name or an address at a provider must not come into somebody else's account by it.
    [Fact]
    public async Task An_account_is_never_found_by_its_name()
    {
        await using var site = await ProviderSite.StartAsync();
        using var admin = await site.Console.SignInAsync(Role.Admin);
        var name = (await admin.GetAsync<Session>("/api/session")).Person!.Name;
        using var browser = site.Console.Open();
        Assert.Equal("/?problem=nameTaken", await site.SignInAsOpenAsync(browser, "thief", name.ToUpperInvariant(), "watchers"));
        Assert.Equal("/?problem=noName", await site.SignInAsOpenAsync(browser, "thief", "acc_01", "watchers"));
        Assert.Equal("/?problem=noAccount", await site.SignInAsync(browser, "strict", "thief", ("preferred_username", name), ("email", name)));
        Assert.Null(browser.Cookie);
    }

    [Fact]
    public async Task Somebody_invited_accepts_with_a_provider_in_the_place_of_a_password()
    {
        await using var site = await ProviderSite.StartAsync();
        using var admin = await site.Console.SignInAsync(Role.Admin);
        var invitation = await admin.PostAsync<Invitation>("/api/accounts/invitations", new Invite("linus", [Role.Auditor]));
        using var browser = site.Console.Open();
        await browser.PostAsync<Session>("/api/session/link", new RedeemLink(new Uri(invitation.Url).Fragment["#token=".Length..]));
        Assert.Equal("/", await site.SignInAsync(browser, "strict", "l-1"));
        Assert.Equal("linus", (await browser.GetAsync<Session>("/api/session")).Person!.Name);

        using var later = site.Console.Open();
        Assert.Equal("/", await site.SignInAsync(later, "strict", "l-1"));
        var session = await later.GetAsync<Session>("/api/session");
        Assert.Equal([Role.Auditor], session.Person!.Roles);
        var view = (await admin.GetAsync<AccountList>("/api/accounts")).Items.Single(a => a.Name == "linus");
        Assert.Equal((true, false, null), (view.Ready, view.HasPassword, view.Source));
        Assert.Equal(["Staff"], view.Identities);
    }

    [Fact]
    public async Task An_invitation_that_ended_meanwhile_links_nothing_and_neither_does_an_identity_in_use()
    {
        await using var site = await ProviderSite.StartAsync();
        using var admin = await site.Console.SignInAsync(Role.Admin);
        var invitation = await admin.PostAsync<Invitation>("/api/accounts/invitations", new Invite("linus", [Role.Auditor]));
        using var browser = site.Console.Open();
        await browser.PostAsync<Session>("/api/session/link", new RedeemLink(new Uri(invitation.Url).Fragment["#token=".Length..]));
        var address = await ProviderSite.BeginAsync(browser, "strict");
        await admin.PostAsync<Invitation>($"/api/accounts/{invitation.Account.Id}/link");
        Assert.Equal("/?problem=over", await ProviderSite.ReturnAsync(browser, "strict", site.Strict.SignIn(address, "l-1")));

        using var grace = site.Console.Open();
        await site.SignInAsOpenAsync(grace, "g-1", "grace", "watchers");
        var second = await admin.PostAsync<Invitation>($"/api/accounts/{invitation.Account.Id}/link");
        await browser.PostAsync<Session>("/api/session/link", new RedeemLink(new Uri(second.Url).Fragment["#token=".Length..]));
        Assert.Equal("/?problem=linked", await site.SignInAsync(browser, "open", "g-1"));
        Assert.Equal(SessionState.SetUp, (await browser.GetAsync<Session>("/api/session")).State);
    }

    [Fact]
    public async Task Somebody_signed_in_links_an_identity_with_their_password_and_takes_it_away()
    {
        await using var site = await ProviderSite.StartAsync();
        using var browser = await site.Console.SignInByPasswordAsync(Role.Analyst);
        Assert.Equal(["strict", "open"], (await browser.GetAsync<IdentityList>("/api/identities")).More.Select(p => p.Name));
        Assert.Equal("bad-field", (await Browser.ProblemAsync(await browser.PostAsync("/api/identities", new LinkIdentity("strict", "not my password", "/")))).Code);
        var begun = await browser.PostAsync<SignInBegun>("/api/identities", new LinkIdentity("strict", Browser.GoodPassword, "/agents?x=1"));
        Assert.Equal("/agents?x=1", await ProviderSite.ReturnAsync(browser, "strict", site.Strict.SignIn(new Uri(begun.Location), "a-1")));

        using var elsewhere = site.Console.Open();
        Assert.Equal("/", await site.SignInAsync(elsewhere, "strict", "a-1"));
        var identity = Assert.Single((await browser.GetAsync<IdentityList>("/api/identities")).Items);
        Assert.True(identity.Removable);
        Assert.Empty((await browser.PostAsync<IdentityList>($"/api/identities/{identity.Id}/remove")).Items);
        Assert.Equal(SessionState.SignedOut, (await elsewhere.GetAsync<Session>("/api/session")).State);
        Assert.Equal("/?problem=noAccount", await site.SignInAsync(elsewhere, "strict", "a-1"));
    }

    [Fact]
    public async Task A_link_that_comes_back_after_its_session_ended_links_nothing()
    {
        await using var site = await ProviderSite.StartAsync();
        using var browser = await site.Console.SignInByPasswordAsync(Role.Analyst);
        var begun = await browser.PostAsync<SignInBegun>("/api/identities", new LinkIdentity("strict", Browser.GoodPassword, "/"));
        await browser.PostAsync<Session>("/api/session/sign-out");
        Assert.Equal("/?problem=over", await ProviderSite.ReturnAsync(browser, "strict", site.Strict.SignIn(new Uri(begun.Location), "a-1")));
        Assert.Empty(await site.Console.Store.Console.IdentitiesAsync(null, default));
    }

    [Fact]
    public async Task A_disabled_account_stays_out_also_when_it_is_disabled_while_its_person_is_at_the_provider()
    {
        await using var site = await ProviderSite.StartAsync();
        using var admin = await site.Console.SignInAsync(Role.Admin);
        using var browser = site.Console.Open();
        await site.SignInAsOpenAsync(browser, "g-1", "grace", "watchers");
        var id = (await browser.GetAsync<Session>("/api/session")).Person!.Id;
        var address = await ProviderSite.BeginAsync(browser, "open");
        await admin.PostAsync<AccountView>($"/api/accounts/{id}/disable");
        Assert.Equal("/?problem=disabled", await ProviderSite.ReturnAsync(browser, "open", site.Open.SignIn(address, "g-1", ("groups", new JsonArray("watchers")))));
        Assert.Equal(SessionState.SignedOut, (await browser.GetAsync<Session>("/api/session")).State);
    }

    [Fact]
    public async Task What_comes_from_a_provider_is_not_changed_here()
    {
        await using var site = await ProviderSite.StartAsync();
        using var admin = await site.Console.SignInAsync(Role.Admin);
        using var browser = site.Console.Open();
        await site.SignInAsOpenAsync(browser, "g-1", "grace", "watchers");
        var view = (await admin.GetAsync<AccountList>("/api/accounts")).Items.Single(a => a.Name == "grace");
        Assert.Equal(("open", true, true, false), (view.Source, view.RolesFollow, view.Ready, view.HasPassword));
        Assert.Equal("conflict", (await Browser.ProblemAsync(await admin.PostAsync($"/api/accounts/{view.Id}/link"))).Code);
        Assert.Equal(
            "conflict",
            (await Browser.ProblemAsync(await admin.SendAsync(admin.Request(HttpMethod.Put, $"/api/accounts/{view.Id}/roles", new ChangeRoles([Role.Admin]))))).Code);
    }

    [Fact]
    public async Task Somebody_without_a_password_proves_at_the_provider_who_they_are()
    {
        await using var site = await ProviderSite.StartAsync();
        using var browser = site.Console.Open();
        (string, JsonNode)[] boss = [("preferred_username", "grace"), ("realm", new JsonObject { ["roles"] = new JsonArray("boss") })];
        await site.SignInAsync(browser, "open", "g-1", boss);
        var passkey = new AddPasskey("laptop", "", "AAAA", "AAAA");
        Assert.Equal(("bad-field", "password"), await WhereAsync());
        Assert.False((await browser.GetAsync<Session>("/api/session")).Person!.HasPassword);
        Assert.Equal("conflict", (await Browser.ProblemAsync(await browser.PostAsync("/api/identities", new LinkIdentity("strict", "", "/")))).Code);

        // Not by the session that there still is at the provider, not by somebody else, and not for ever.
        var old = await ProveAsync("g-1", [.. boss, ("auth_time", JsonValue.Create(site.Console.Clock.GetUtcNow().ToUnixTimeSeconds() - 60))]);
        Assert.Equal("/?problem=notBelieved", old);
        Assert.Equal("/?problem=otherPerson", await ProveAsync("h-2", boss));
        Assert.Equal(("bad-field", "password"), await WhereAsync());
        Assert.Equal("/", await ProveAsync("g-1", boss));
        Assert.NotNull((await browser.GetAsync<Session>("/api/session")).Person!.ProvenUntil);
        Assert.Equal("attestation", (await WhereAsync()).Where);
        Assert.Equal("conflict", (await Browser.ProblemAsync(await browser.PostAsync("/api/identities", new LinkIdentity("strict", "", "/")))).Code);
        site.Console.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(("bad-field", "password"), await WhereAsync());

        async Task<(string Code, string? Where)> WhereAsync()
        {
            // A passkey is bound to a host name, and so the page is opened under one.
            var request = browser.Request(HttpMethod.Post, "/api/passkeys", passkey);
            request.Headers.Host = $"localhost:{site.Console.Address.Port}";
            request.Headers.Remove("Origin");
            request.Headers.Add("Origin", $"http://localhost:{site.Console.Address.Port}");
            var problem = await Browser.ProblemAsync(await browser.SendAsync(request));
            return (problem.Code, problem.Where);
        }

        async Task<string> ProveAsync(string subject, (string, JsonNode)[] claims)
        {
            var begun = await browser.PostAsync<SignInBegun>("/api/identities/prove", new BeginSignIn("/"));
            Assert.Contains("prompt=login&max_age=0", begun.Location, StringComparison.Ordinal);
            return await ProviderSite.ReturnAsync(browser, "open", site.Open.SignIn(new Uri(begun.Location), subject, claims));
        }
    }

    [Fact]
    public async Task The_session_is_a_new_one_and_the_one_before_ends()
    {
        await using var site = await ProviderSite.StartAsync();
        using var browser = site.Console.Open();
        await site.SignInAsOpenAsync(browser, "g-1", "grace", "watchers");
        var before = browser.Cookie;
        await site.SignInAsOpenAsync(browser, "g-1", "grace", "watchers");
        Assert.NotEqual(before, browser.Cookie);
        using var old = site.Console.Open();
        old.Cookie = before;
        Assert.Equal(SessionState.SignedOut, (await old.GetAsync<Session>("/api/session")).State);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_here_and_says_where_it_ends_there()
    {
        await using var site = await ProviderSite.StartAsync();
        using var browser = site.Console.Open();
        await site.SignInAsOpenAsync(browser, "g-1", "grace", "watchers");
        var session = await browser.PostAsync<Session>("/api/session/sign-out");
        Assert.StartsWith(site.Open.Issuer + "/logout?client_id=bartizan&post_logout_redirect_uri=", session.SignOutAt, StringComparison.Ordinal);
        Assert.Equal(SessionState.SignedOut, (await browser.GetAsync<Session>("/api/session")).State);
    }

    [Fact]
    public async Task The_provider_ends_the_sessions_of_somebody_it_signed_out()
    {
        await using var site = await ProviderSite.StartAsync();
        using var browser = site.Console.Open();
        await site.SignInAsync(browser, "open", "g-1", ("preferred_username", "grace"), ("groups", new JsonArray("watchers")), ("sid", "there-1"));
        var now = site.Console.Clock.GetUtcNow().ToUnixTimeSeconds();
        var token = site.Open.Sign(
            new JsonObject { ["alg"] = "RS256", ["typ"] = "logout+jwt", ["kid"] = site.Open.KeyId },
            new JsonObject
            {
                ["iss"] = site.Open.Issuer,
                ["aud"] = "bartizan",
                ["iat"] = now,
                ["exp"] = now + 100,
                ["jti"] = "1",
                ["sid"] = "there-1",
                ["events"] = new JsonObject { ["http://schemas.openid.net/event/backchannel-logout"] = new JsonObject() },
            });
        using var there = new HttpClient { BaseAddress = site.Console.Address };
        Assert.Equal(HttpStatusCode.BadRequest, (await there.PostAsync("/api/sign-in/strict/logout", Form(token))).StatusCode);
        Assert.Equal(SessionState.SignedIn, (await browser.GetAsync<Session>("/api/session")).State);
        Assert.Equal(HttpStatusCode.OK, (await there.PostAsync("/api/sign-in/open/logout", Form(token))).StatusCode);
        Assert.Equal(SessionState.SignedOut, (await browser.GetAsync<Session>("/api/session")).State);
        Assert.Equal(HttpStatusCode.BadRequest, (await there.PostAsync("/api/sign-in/open/logout", Form(token))).StatusCode);

        static FormUrlEncodedContent Form(string token) => new([KeyValuePair.Create("logout_token", token)]);
    }

    [Fact]
    public async Task The_first_account_has_a_password()
    {
        await using var site = await ProviderSite.StartAsync(hasAdmin: false);
        using var browser = site.Console.Open();
        Assert.Equal("conflict", (await Browser.ProblemAsync(await browser.PostAsync("/api/sign-in/open", new BeginSignIn("/")))).Code);
        var link = await site.Console.Services.GetRequiredService<SignInLinks>().CreateAsync(default);
        await browser.PostAsync<Session>("/api/session/link", new RedeemLink(TestConsole.TokenOf(link!)));
        Assert.Equal("conflict", (await Browser.ProblemAsync(await browser.PostAsync("/api/sign-in/open", new BeginSignIn("/")))).Code);
    }
}
