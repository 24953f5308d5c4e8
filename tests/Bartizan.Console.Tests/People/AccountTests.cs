using System.Net;
using System.Text.Json;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Tests.Hosting;

namespace Bartizan.Console.Tests.People;

public sealed class AccountTests
{
    [Fact]
    public async Task Somebody_invited_chooses_a_password_but_neither_name_nor_roles()
    {
        await using var console = await TestConsole.StartAsync();
        using var admin = await console.SignInAsync(Role.Admin);
        using var guest = console.Open();

        var invitation = await admin.PostAsync<Invitation>("/api/accounts/invitations", new Invite("grace", [Role.Auditor]));
        var settingUp = await guest.PostAsync<Session>("/api/session/link", new RedeemLink(invitation.Url.Split("#token=")[1]));
        var signedIn = await guest.PostAsync<Session>("/api/session/account", new SetUpAccount("root", Browser.GoodPassword));

        Assert.Equal("grace", settingUp.SetUpName);
        Assert.Equal("grace", signedIn.Person!.Name);
        Assert.Equal([Role.Auditor], signedIn.Person.Roles);
    }

    [Fact]
    public async Task A_changed_role_holds_from_the_next_request_on()
    {
        await using var console = await TestConsole.StartAsync();
        using var admin = await console.SignInAsync(Role.Admin);
        using var other = await console.SignInAsync(Role.Architect);
        var id = (await other.GetAsync<Session>("/api/session")).Person!.Id;

        await admin.SendAsync(admin.Request(HttpMethod.Put, $"/api/accounts/{id}/roles", new ChangeRoles([Role.Approver])));

        var response = await other.PostAsync("/api/agents", new AddAgent("bot", "ada"));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Disabling_an_account_ends_its_sessions_and_its_password()
    {
        await using var console = await TestConsole.StartAsync();
        using var admin = await console.SignInAsync(Role.Admin);
        using var other = await console.SignInByPasswordAsync(Role.Analyst);
        var person = (await other.GetAsync<Session>("/api/session")).Person!;

        await admin.PostAsync<AccountView>($"/api/accounts/{person.Id}/disable");

        Assert.Equal(SessionState.SignedOut, (await other.GetAsync<Session>("/api/session")).State);
        other.Csrf = null;
        var problem = await Browser.ProblemAsync(await other.PostAsync("/api/session/password", new SignIn(person.Name, Browser.GoodPassword)));
        Assert.Equal("wrong-password", problem.Code);
    }

    [Fact]
    public async Task The_last_admin_stays()
    {
        await using var console = await TestConsole.StartAsync();
        using var admin = await console.SignInAsync(Role.Admin);
        using var disabled = await console.SignInAsync(Role.Admin);
        await admin.PostAsync<AccountView>($"/api/accounts/{await IdAsync(disabled)}/disable");
        await admin.PostAsync<Invitation>("/api/accounts/invitations", new Invite("never-came", [Role.Admin]));
        var id = await IdAsync(admin);

        var disable = await Browser.ProblemAsync(await admin.PostAsync($"/api/accounts/{id}/disable"));
        var demote = await Browser.ProblemAsync(await PutRolesAsync(admin, id, Role.Auditor));

        Assert.All([disable, demote], problem =>
        {
            Assert.Equal((409, "conflict", "id"), (problem.Status, problem.Code, problem.Where));
            Assert.Contains("last admin", problem.Title, StringComparison.Ordinal);
        });
        Assert.Equal([Role.Admin], (await admin.GetAsync<Session>("/api/session")).Person!.Roles);
    }

    [Fact]
    public async Task Two_admins_who_disable_each_other_at_once_cannot_both_succeed()
    {
        await using var console = await TestConsole.StartAsync();
        for (var round = 0; round < 10; round++)
        {
            using var first = await console.SignInAsync(Role.Admin);
            using var second = await console.SignInAsync(Role.Admin);
            var (one, two) = (await IdAsync(first), await IdAsync(second));

            await Task.WhenAll(first.PostAsync($"/api/accounts/{two}/disable"), PutRolesAsync(second, one, Role.Auditor));

            var left = (await console.Store.Console.ListAccountsAsync(default)).Where(a => a.Disabled is null && a.Roles.Contains("admin")).ToList();
            Assert.NotEmpty(left);
            await Task.WhenAll(left.Select(a => console.Store.Console.DisableAccountAsync(a.Id, "test", default).AsTask()));
        }
    }

    [Theory]
    [InlineData(Role.Architect)]
    [InlineData(Role.Analyst)]
    [InlineData(Role.Approver)]
    [InlineData(Role.Auditor)]
    public async Task Nobody_but_an_admin_gives_themselves_a_role_or_sees_who_there_is(Role role)
    {
        await using var console = await TestConsole.StartAsync();
        using var admin = await console.SignInAsync(Role.Admin);
        using var browser = await console.SignInAsync(role);
        var id = await IdAsync(browser);

        HttpResponseMessage[] answers =
        [
            await PutRolesAsync(browser, id, Role.Admin),
            await browser.PostAsync("/api/accounts/invitations", new Invite("mallory", [Role.Admin])),
            await browser.PostAsync($"/api/accounts/{await IdAsync(admin)}/link"),
            await browser.PostAsync($"/api/accounts/{await IdAsync(admin)}/disable"),
            await browser.GetAsync("/api/accounts"),
        ];

        foreach (var answer in answers)
        {
            Assert.Equal("no-right", (await Browser.ProblemAsync(answer)).Code);
        }

        Assert.Equal([role], (await browser.GetAsync<Session>("/api/session")).Person!.Roles);
        Assert.Equal(2, (await admin.GetAsync<AccountList>("/api/accounts")).Items.Count);
    }

    [Fact]
    public async Task Somebody_invited_cannot_choose_their_roles_while_setting_up()
    {
        await using var console = await TestConsole.StartAsync();
        using var admin = await console.SignInAsync(Role.Admin);
        using var guest = console.Open();
        var invitation = await admin.PostAsync<Invitation>("/api/accounts/invitations", new Invite("grace", [Role.Auditor]));
        await guest.PostAsync<Session>("/api/session/link", new RedeemLink(TokenOf(invitation)));

        var roles = await Browser.ProblemAsync(await PutRolesAsync(guest, invitation.Account.Id, Role.Admin));
        await guest.PostAsync("/api/session/account", new { name = "grace", password = Browser.GoodPassword, roles = new[] { "admin" } });

        Assert.Equal("set-up-first", roles.Code);
        Assert.Equal(["auditor"], (await console.Store.Console.FindAccountAsync("grace", default))!.Roles);
    }

    [Theory]
    [InlineData("""{"roles":["root"]}""")]
    [InlineData("""{"roles":[0]}""")]
    [InlineData("""{"roles":["admin auditor"]}""")]
    [InlineData("""{"roles":[null]}""")]
    [InlineData("""{"roles":null}""")]
    [InlineData("""{"roles":[]}""")]
    [InlineData("""{}""")]
    [InlineData("""{"roles":["auditor"],"roles":["admin"]}""")]
    public async Task Roles_that_are_none_are_refused(string body)
    {
        await using var console = await TestConsole.StartAsync();
        using var admin = await console.SignInAsync(Role.Admin);
        using var other = await console.SignInAsync(Role.Analyst);
        var request = admin.Request(HttpMethod.Put, $"/api/accounts/{await IdAsync(other)}/roles");
        request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        Assert.Equal(400, (await Browser.ProblemAsync(await admin.SendAsync(request))).Status);
        Assert.Equal([Role.Analyst], (await other.GetAsync<Session>("/api/session")).Person!.Roles);
    }

    [Fact]
    public async Task An_account_is_not_changed_by_its_name()
    {
        await using var console = await TestConsole.StartAsync();
        using var admin = await console.SignInAsync(Role.Admin);
        using var other = await console.SignInAsync(Role.Analyst);
        var name = (await other.GetAsync<Session>("/api/session")).Person!.Name;

        foreach (var answer in new[] { await admin.PostAsync($"/api/accounts/{name}/disable"), await PutRolesAsync(admin, name, Role.Admin), await admin.PostAsync($"/api/accounts/{name}/link") })
        {
            Assert.Equal("not-found", (await Browser.ProblemAsync(answer)).Code);
        }

        Assert.Equal(SessionState.SignedIn, (await other.GetAsync<Session>("/api/session")).State);
    }

    [Fact]
    public async Task An_account_that_works_again_has_neither_its_old_sessions_nor_its_old_links()
    {
        await using var console = await TestConsole.StartAsync();
        using var admin = await console.SignInAsync(Role.Admin);
        using var other = await console.SignInByPasswordAsync(Role.Analyst);
        using var settingUp = console.Open();
        using var late = console.Open();
        var person = (await other.GetAsync<Session>("/api/session")).Person!;
        await settingUp.PostAsync<Session>("/api/session/link", new RedeemLink(TokenOf(await admin.PostAsync<Invitation>($"/api/accounts/{person.Id}/link"))));
        var link = await admin.PostAsync<Invitation>($"/api/accounts/{person.Id}/link");

        await admin.PostAsync<AccountView>($"/api/accounts/{person.Id}/disable");
        var whileDisabled = await Browser.ProblemAsync(await admin.PostAsync($"/api/accounts/{person.Id}/link"));
        var enabled = await admin.PostAsync<AccountView>($"/api/accounts/{person.Id}/enable");

        Assert.Null(enabled.Disabled);
        Assert.Equal(409, whileDisabled.Status);
        Assert.Equal(SessionState.SignedOut, (await other.GetAsync<Session>("/api/session")).State);
        Assert.Equal("dead-link", (await Browser.ProblemAsync(await late.PostAsync("/api/session/link", new RedeemLink(TokenOf(link))))).Code);
        Assert.Equal(SessionState.SignedOut, (await settingUp.GetAsync<Session>("/api/session")).State);

        other.Csrf = null;
        Assert.Equal(SessionState.SignedIn, (await other.PostAsync<Session>("/api/session/password", new SignIn(person.Name, Browser.GoodPassword))).State);
    }

    [Fact]
    public async Task A_newer_link_ends_the_earlier_one_even_when_that_was_opened()
    {
        await using var console = await TestConsole.StartAsync();
        using var admin = await console.SignInAsync(Role.Admin);
        using var thief = console.Open();
        using var slow = console.Open();
        using var guest = console.Open();
        var opened = await admin.PostAsync<Invitation>("/api/accounts/invitations", new Invite("grace", [Role.Auditor]));
        await thief.PostAsync<Session>("/api/session/link", new RedeemLink(TokenOf(opened)));
        var unopened = await admin.PostAsync<Invitation>($"/api/accounts/{opened.Account.Id}/link");
        var last = await admin.PostAsync<Invitation>($"/api/accounts/{opened.Account.Id}/link");

        var stolen = await Browser.ProblemAsync(await thief.PostAsync("/api/session/account", new SetUpAccount("grace", "the-thief-knows-this-1")));
        var tooLate = await Browser.ProblemAsync(await slow.PostAsync("/api/session/link", new RedeemLink(TokenOf(unopened))));
        await guest.PostAsync<Session>("/api/session/link", new RedeemLink(TokenOf(last)));
        var signedIn = await guest.PostAsync<Session>("/api/session/account", new SetUpAccount("grace", Browser.GoodPassword));

        Assert.Equal((401, "dead-link"), (stolen.Status, tooLate.Code));
        Assert.Equal(SessionState.SignedIn, signedIn.State);
    }

    [Fact]
    public async Task A_link_names_the_consoles_own_address_whatever_host_the_request_named()
    {
        await using var console = await TestConsole.StartAsync();
        using var admin = await console.SignInAsync(Role.Admin);
        var request = admin.Request(HttpMethod.Post, "/api/accounts/invitations", new Invite("grace", [Role.Auditor]));
        request.Headers.Remove("Origin");
        request.Headers.Host = "localhost";
        request.Headers.Add("X-Forwarded-Host", "evil.example");

        var invitation = await Browser.ReadAsync<Invitation>(await admin.SendAsync(request));

        Assert.StartsWith("http://127.0.0.1:4181/sign-in#token=", invitation.Url, StringComparison.Ordinal);
        Assert.Equal(console.Clock.GetUtcNow().AddMinutes(15), invitation.Expires, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task The_list_says_who_was_here_when_and_holds_no_secret()
    {
        await using var console = await TestConsole.StartAsync();
        using var admin = await console.SignInByPasswordAsync(Role.Admin);
        var invitation = await admin.PostAsync<Invitation>("/api/accounts/invitations", new Invite("grace", [Role.Auditor, Role.Approver, Role.Auditor]));
        console.Clock.Advance(TimeSpan.FromMinutes(5));

        var text = await (await admin.GetAsync("/api/accounts")).Content.ReadAsStringAsync();
        var items = (await admin.GetAsync<AccountList>("/api/accounts")).Items;
        var self = items.Single(a => a.Name != "grace");
        var grace = items.Single(a => a.Name == "grace");
        await admin.PostAsync("/api/session/sign-out");

        Assert.Equal(console.Clock.GetUtcNow(), self.LastSeen!.Value, TimeSpan.FromMinutes(1));
        Assert.Equal(self.LastSeen, (await console.Store.Console.FindAccountAsync(self.Id, default))!.LastSeen);
        Assert.Equal((null, false, null), (grace.LastSeen, grace.Ready, grace.Disabled));
        Assert.Equal([Role.Approver, Role.Auditor], grace.Roles);
        Assert.DoesNotContain("hash", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(TokenOf(invitation), text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_change_is_in_the_log_with_who_did_it_to_whom()
    {
        await using var console = await TestConsole.StartAsync();
        using var admin = await console.SignInAsync(Role.Admin);
        var by = await IdAsync(admin);

        var id = (await admin.PostAsync<Invitation>("/api/accounts/invitations", new Invite("grace", [Role.Auditor]))).Account.Id;
        await PutRolesAsync(admin, id, Role.Admin, Role.Architect);
        await PutRolesAsync(admin, id, Role.Architect, Role.Admin);
        await admin.PostAsync<AccountView>($"/api/accounts/{id}/disable");
        await admin.PostAsync<AccountView>($"/api/accounts/{id}/disable");
        await admin.PostAsync<AccountView>($"/api/accounts/{id}/enable");
        await admin.PostAsync<Invitation>($"/api/accounts/{id}/link");

        var events = (await console.Store.Events.ReadAsync(0, 1_000, default))
            .Select(stored => (stored.Event.Kind, Fact: JsonDocument.Parse(stored.Event.Json).RootElement))
            .Where(e => e.Fact.TryGetProperty("account", out var account) && account.GetString() == id)
            .ToList();
        Assert.Equal(
            ["account.created", "console.sign-in-link-made", "account.roles-set", "account.disabled", "account.enabled", "console.sign-in-link-made"],
            events.Select(e => e.Kind));
        Assert.All(events, e => Assert.Equal(by, e.Fact.GetProperty("by").GetString()));
        Assert.Equal("""["auditor"] ["admin","architect"]""", $"{events[2].Fact.GetProperty("before")} {events[2].Fact.GetProperty("roles")}");
    }

    [Theory]
    [InlineData("acc_01")]
    [InlineData("a")]
    [InlineData("ada\nlovelace")]
    [InlineData("аdа")]
    public async Task A_name_that_could_be_mistaken_for_another_is_refused(string name)
    {
        await using var console = await TestConsole.StartAsync();
        using var admin = await console.SignInAsync(Role.Admin);

        var problem = await Browser.ProblemAsync(await admin.PostAsync("/api/accounts/invitations", new Invite(name, [Role.Auditor])));

        Assert.Equal(("bad-field", "name"), (problem.Code, problem.Where));
    }

    private static async Task<string> IdAsync(Browser browser) => (await browser.GetAsync<Session>("/api/session")).Person!.Id;

    private static Task<HttpResponseMessage> PutRolesAsync(Browser browser, string id, params Role[] roles) =>
        browser.SendAsync(browser.Request(HttpMethod.Put, $"/api/accounts/{id}/roles", new ChangeRoles(roles)));

    private static string TokenOf(Invitation invitation) => invitation.Url.Split("#token=")[1];
}
