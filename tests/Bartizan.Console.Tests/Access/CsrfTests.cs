using System.Net;
using System.Text;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Tests.Hosting;

namespace Bartizan.Console.Tests.Access;

public sealed class CsrfTests
{
    private static readonly AddAgent Body = new("bot", "ada");

    [Fact]
    public async Task A_change_needs_the_token_of_this_very_session()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync();
        using var other = await console.SignInAsync();
        var own = browser.Csrf;

        foreach (var token in new[] { null, "", "x", other.Csrf })
        {
            browser.Csrf = token;
            var problem = await Browser.ProblemAsync(await browser.PostAsync("/api/agents", Body));
            Assert.Equal(("csrf-token", 403), (problem.Code, problem.Status));
        }

        browser.Csrf = own;
        await browser.PostAsync<AgentAdded>("/api/agents", Body);
        Assert.Single(await console.Store.Agents.ListAsync(default));
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "https://127.0.0.1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "none")]
    public async Task A_change_from_another_site_is_refused_even_with_the_token(string header, string value)
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync();
        var request = browser.Request(HttpMethod.Post, "/api/agents", Body);
        request.Headers.Remove(header);
        request.Headers.Add(header, value);

        var problem = await Browser.ProblemAsync(await browser.SendAsync(request));

        Assert.Equal("cross-site", problem.Code);
        Assert.Empty(await console.Store.Agents.ListAsync(default));
    }

    [Theory]
    [InlineData("POST", "/api/accounts/invitations")]
    [InlineData("POST", "/api/accounts/{id}/link")]
    [InlineData("PUT", "/api/accounts/{id}/roles")]
    [InlineData("POST", "/api/accounts/{id}/disable")]
    [InlineData("POST", "/api/accounts/{id}/enable")]
    public async Task An_admins_browser_changes_no_account_for_another_site(string method, string path)
    {
        await using var console = await TestConsole.StartAsync();
        using var admin = await console.SignInAsync(Role.Admin);
        using var other = await console.SignInAsync(Role.Auditor);
        var id = (await other.GetAsync<Session>("/api/session")).Person!.Id;
        var before = await admin.GetAsync<AccountList>("/api/accounts");
        var body = new { name = "mallory", roles = new[] { "admin" } };
        var csrf = admin.Csrf;

        admin.Csrf = null;
        var bare = await admin.SendAsync(Request());
        admin.Csrf = other.Csrf;
        var stolen = await admin.SendAsync(Request());
        admin.Csrf = csrf;
        var foreign = Request();
        foreign.Headers.Remove("Origin");
        foreign.Headers.Add("Origin", "http://evil.example");
        var crossSite = await admin.SendAsync(foreign);

        Assert.Equal("csrf-token", (await Browser.ProblemAsync(bare)).Code);
        Assert.Equal("csrf-token", (await Browser.ProblemAsync(stolen)).Code);
        Assert.Equal("cross-site", (await Browser.ProblemAsync(crossSite)).Code);
        Assert.Equivalent(before, await admin.GetAsync<AccountList>("/api/accounts"), strict: true);

        HttpRequestMessage Request() => admin.Request(new HttpMethod(method), path.Replace("{id}", id, StringComparison.Ordinal), body);
    }

    [Fact]
    public async Task Signing_in_from_another_site_is_refused()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = console.Open();
        var request = browser.Request(HttpMethod.Post, "/api/session/password", new SignIn("ada", Browser.GoodPassword));
        request.Headers.Remove("Origin");
        request.Headers.Add("Origin", "http://evil.example");

        Assert.Equal("cross-site", (await Browser.ProblemAsync(await browser.SendAsync(request))).Code);
    }

    [Fact]
    public async Task A_form_cannot_send_what_the_api_reads()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync();
        var request = browser.Request(HttpMethod.Post, "/api/agents");
        request.Content = new StringContent("{\"name\":\"bot\",\"owner\":\"ada\"}", Encoding.UTF8, "text/plain");

        var response = await browser.SendAsync(request);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal("not-json", (await Browser.ProblemAsync(response)).Code);
    }

    [Fact]
    public async Task A_program_without_browser_headers_may_sign_in_and_work()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Admin);
        var request = browser.Request(HttpMethod.Post, "/api/agents", Body);
        request.Headers.Remove("Origin");
        request.Headers.Remove("Sec-Fetch-Site");

        Assert.Equal(HttpStatusCode.OK, (await browser.SendAsync(request)).StatusCode);
    }
}
