using System.Net;
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
        var id = (await admin.GetAsync<Session>("/api/session")).Person!.Id;

        var disable = await Browser.ProblemAsync(await admin.PostAsync($"/api/accounts/{id}/disable"));
        var demote = await Browser.ProblemAsync(await admin.SendAsync(admin.Request(HttpMethod.Put, $"/api/accounts/{id}/roles", new ChangeRoles([Role.Auditor]))));

        Assert.Equal(("conflict", "conflict"), (disable.Code, demote.Code));
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
}
