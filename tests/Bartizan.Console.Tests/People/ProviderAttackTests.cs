using System.Net;
using System.Text.Json.Nodes;
using Bartizan.Console.Contract;
using Bartizan.Console.People;
using Bartizan.Console.Tests.Hosting;

namespace Bartizan.Console.Tests.People;

public sealed class ProviderAttackTests
{
    // Login CSRF: the attacker's own answer, brought by a browser that never began.
    [Fact]
    public async Task An_answer_in_another_browser_signs_nobody_in()
    {
        await using var site = await ProviderSite.StartAsync();
        using var attacker = site.Console.Open();
        var answer = site.Open.SignIn(await ProviderSite.BeginAsync(attacker, "open"), "attacker", ("preferred_username", "attacker"), ("groups", new JsonArray("watchers")));
        using var victim = site.Console.Open();
        Assert.Equal("/sign-in?problem=notBegunHere", await ProviderSite.ReturnAsync(victim, "open", answer));
        Assert.Null(victim.Cookie);

        await ProviderSite.BeginAsync(victim, "open");
        Assert.Equal("/sign-in?problem=notBegunHere", await ProviderSite.ReturnAsync(victim, "open", answer));
        Assert.Equal("/", await ProviderSite.ReturnAsync(attacker, "open", answer));
        Assert.Equal("/sign-in?problem=notBegunHere", await ProviderSite.ReturnAsync(attacker, "open", answer));
    }

    [Fact]
    public async Task Another_site_begins_nothing()
    {
        await using var site = await ProviderSite.StartAsync();
        using var browser = site.Console.Open();
        var request = browser.Request(HttpMethod.Post, "/api/sign-in/open", new BeginSignIn("/"));
        request.Headers.Remove("Sec-Fetch-Site");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal("cross-site", (await Browser.ProblemAsync(await browser.SendAsync(request))).Code);
    }

    [Fact]
    public async Task The_cookie_that_binds_is_out_of_reach_of_scripts_and_goes_away()
    {
        await using var site = await ProviderSite.StartAsync();
        using var browser = site.Console.Open();
        using var begun = await browser.PostAsync("/api/sign-in/open", new BeginSignIn("/"));
        var cookie = Assert.Single(begun.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("bartizan-sign-in=", cookie, StringComparison.Ordinal);
        Assert.EndsWith("; max-age=600; path=/; samesite=lax; httponly", cookie, StringComparison.Ordinal);
        var location = new Uri((await Browser.ReadAsync<SignInBegun>(begun)).Location);
        var answer = site.Open.SignIn(location, "g", ("preferred_username", "grace"), ("groups", new JsonArray("watchers")));
        using var response = await browser.GetAsync("/api/sign-in/open/callback?" + answer);
        Assert.Contains(response.Headers.GetValues("Set-Cookie"), c => c.StartsWith("bartizan-sign-in=; ", StringComparison.Ordinal) && c.Contains("max-age=0", StringComparison.Ordinal));
        Assert.Contains(response.Headers.GetValues("Set-Cookie"), c => c.StartsWith("bartizan-session=", StringComparison.Ordinal) && c.Contains("samesite=strict", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Under_https_the_cookie_that_binds_is_this_very_hosts()
    {
        await using var site = await ProviderSite.StartAsync(address: "https://127.0.0.1");
        using var browser = site.Console.Open();
        var request = browser.Request(HttpMethod.Post, "/api/sign-in/open", new BeginSignIn("/"));
        request.Headers.Remove("Origin");
        request.Headers.Add("Origin", "https://" + site.Console.Address.Authority);
        using var begun = await browser.SendAsync(request);
        var cookie = Assert.Single(begun.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("__Host-bartizan-sign-in=", cookie, StringComparison.Ordinal);
        Assert.EndsWith("; max-age=600; path=/; secure; samesite=lax; httponly", cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_first_sign_ins_at_once_are_one_person()
    {
        await using var site = await ProviderSite.StartAsync();
        var browsers = Enumerable.Range(0, 6).Select(_ => site.Console.Open()).ToList();
        var pages = await Task.WhenAll(browsers.Select(b => site.SignInAsOpenAsync(b, "g-1", "grace", "watchers")));
        Assert.All(pages, page => Assert.Equal("/", page));
        var ids = await Task.WhenAll(browsers.Select(async b => (await b.GetAsync<Session>("/api/session")).Person!.Id));
        Assert.Single(ids.Distinct());
        browsers.ForEach(b => b.Dispose());
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("/%0d%0aSet-Cookie:x=1", "/%0d%0aSet-Cookie:x=1")]
    [InlineData("/\r\nSet-Cookie:x=1")]
    [InlineData("/\t/evil.example")]
    [InlineData("/.//evil.example")]
    [InlineData("/a/..//evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("evil.example")]
    [InlineData("")]
    [InlineData("/api/session/sign-out")]
    [InlineData("/x/../API/session")]
    [InlineData("/consent?request=abc", "/consent?request=abc")]
    [InlineData("/agents?q=a%20b#x", "/agents?q=a%20b")]
    public async Task Nobody_is_sent_anywhere_but_to_a_page(string wanted, string sent = "/")
    {
        Assert.Equal(sent, LocalPage.Of(wanted, new Uri("https://console.example.com")));
        await using var site = await ProviderSite.StartAsync();
        using var browser = site.Console.Open();
        var address = await ProviderSite.BeginAsync(browser, "open", wanted);
        Assert.Equal(sent, await ProviderSite.ReturnAsync(browser, "open", site.Open.SignIn(address, "g", ("preferred_username", "grace"), ("groups", new JsonArray("watchers")))));
    }

    [Fact]
    public async Task A_provider_that_is_down_leaves_the_local_sign_in_alone()
    {
        await using var site = await ProviderSite.StartAsync();
        site.Open.Dispose();
        using var local = await site.Console.SignInByPasswordAsync();
        var name = (await local.GetAsync<Session>("/api/session")).Person!.Name;
        using var browser = site.Console.Open();
        using var refused = await browser.PostAsync("/api/sign-in/open", new BeginSignIn("/"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal("provider-unreachable", (await Browser.ProblemAsync(refused)).Code);
        Assert.Equal(SessionState.SignedIn, (await browser.PostAsync<Session>("/api/session/password", new SignIn(name, Browser.GoodPassword))).State);
    }

    [Fact]
    public async Task Under_another_name_of_the_host_nothing_is_begun()
    {
        await using var site = await ProviderSite.StartAsync();
        using var browser = new Browser(new UriBuilder(site.Console.Address) { Host = "localhost" }.Uri);
        var problem = await Browser.ProblemAsync(await browser.PostAsync("/api/sign-in/open", new BeginSignIn("/")));
        Assert.Equal(("conflict", "Open http://127.0.0.1:4181/."), (problem.Code, problem.Fix));
    }

    [Fact]
    public async Task Neither_page_nor_log_has_anything_that_the_provider_sent()
    {
        await using var site = await ProviderSite.StartAsync();
        site.Open.IdToken = (_, claims) => claims["nonce"] = "another";
        using var browser = site.Console.Open();
        Assert.Equal("/?problem=notBelieved", await site.SignInAsOpenAsync(browser, "g-1", "grace", "watchers"));
        var address = await ProviderSite.BeginAsync(browser, "open");
        var state = System.Web.HttpUtility.ParseQueryString(address.Query)["state"];
        Assert.Equal(
            "/?problem=denied",
            await ProviderSite.ReturnAsync(browser, "open", $"state={state}&iss={Uri.EscapeDataString(site.Open.Issuer)}&error=%3Cscript%3E&error_description=call+0900+now"));
        Assert.All(site.Console.Log.Lines.Where(line => line.StartsWith("Bartizan.", StringComparison.Ordinal)), line =>
        {
            Assert.DoesNotContain(site.Open.Given!, line, StringComparison.Ordinal);
            Assert.DoesNotContain("0900", line, StringComparison.Ordinal);
            Assert.DoesNotContain("script", line, StringComparison.Ordinal);
        });
    }
}
