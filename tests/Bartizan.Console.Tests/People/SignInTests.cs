using System.Net;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.People;
using Bartizan.Console.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Bartizan.Console.Tests.People;

public sealed class SignInTests
{
    [Fact]
    public async Task The_first_link_leads_to_an_admin_account_and_then_there_is_no_first_link_any_more()
    {
        await using var console = await TestConsole.StartAsync();
        var links = console.Services.GetRequiredService<SignInLinks>();
        var link = (await links.CreateAsync(default))!;
        Assert.StartsWith("http://127.0.0.1:4181/sign-in#token=", link.Url.ToString(), StringComparison.Ordinal);
        using var browser = console.Open();

        var before = await browser.GetAsync<Session>("/api/session");
        var settingUp = await browser.PostAsync<Session>("/api/session/link", new RedeemLink(TestConsole.TokenOf(link)));
        var signedIn = await browser.PostAsync<Session>("/api/session/account", new SetUpAccount("ada", Browser.GoodPassword));

        Assert.Equal((SessionState.SignedOut, false), (before.State, before.HasAccounts));
        Assert.Equal((SessionState.SetUp, null, null), (settingUp.State, settingUp.SetUpName, settingUp.Person));
        Assert.Equal("ada", signedIn.Person!.Name);
        Assert.Equal([Role.Admin], signedIn.Person.Roles);
        Assert.Equal(Enum.GetValues<Right>(), signedIn.Person.Rights);
        Assert.Equal(SessionState.SignedIn, (await browser.GetAsync<Session>("/api/session")).State);
        Assert.Null(await links.CreateAsync(default));
    }

    [Fact]
    public async Task A_link_works_once()
    {
        await using var console = await TestConsole.StartAsync();
        var token = TestConsole.TokenOf((await console.Services.GetRequiredService<SignInLinks>().CreateAsync(default))!);
        using var first = console.Open();
        using var second = console.Open();

        await first.PostAsync<Session>("/api/session/link", new RedeemLink(token));
        var problem = await Browser.ProblemAsync(await second.PostAsync("/api/session/link", new RedeemLink(token)));

        Assert.Equal("dead-link", problem.Code);
        Assert.Null(second.Cookie);
    }

    [Fact]
    public async Task A_link_dies_after_fifteen_minutes()
    {
        await using var console = await TestConsole.StartAsync();
        var token = TestConsole.TokenOf((await console.Services.GetRequiredService<SignInLinks>().CreateAsync(default))!);
        console.Clock.Advance(TimeSpan.FromMinutes(15));
        using var browser = console.Open();

        var response = await browser.PostAsync("/api/session/link", new RedeemLink(token));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_second_first_link_is_worth_nothing_once_there_is_an_account()
    {
        await using var console = await TestConsole.StartAsync();
        var links = console.Services.GetRequiredService<SignInLinks>();
        var stale = (await links.CreateAsync(default))!;
        var alsoRedeemed = (await links.CreateAsync(default))!;
        using var late = console.Open();
        await late.PostAsync<Session>("/api/session/link", new RedeemLink(TestConsole.TokenOf(alsoRedeemed)));
        using var owner = await console.SignInAsync(Role.Admin);
        using var thief = console.Open();

        var redeem = await Browser.ProblemAsync(await thief.PostAsync("/api/session/link", new RedeemLink(TestConsole.TokenOf(stale))));
        var setUp = await Browser.ProblemAsync(await late.PostAsync("/api/session/account", new SetUpAccount("mallory", Browser.GoodPassword)));

        Assert.Equal(("dead-link", "dead-link"), (redeem.Code, setUp.Code));
        Assert.Null(await console.Store.Console.FindAccountAsync("mallory", default));
    }

    [Fact]
    public async Task Each_step_of_signing_in_gives_a_fresh_token_and_ends_the_one_before()
    {
        await using var console = await TestConsole.StartAsync();
        var planted = new string('A', 43);
        using var browser = console.Open();
        browser.Cookie = planted;
        var link = (await console.Services.GetRequiredService<SignInLinks>().CreateAsync(default))!;

        await browser.PostAsync<Session>("/api/session/link", new RedeemLink(TestConsole.TokenOf(link)));
        var afterLink = browser.Cookie;
        await browser.PostAsync<Session>("/api/session/account", new SetUpAccount("ada", Browser.GoodPassword));
        var afterSetUp = browser.Cookie;
        await browser.PostAsync<Session>("/api/session/password", new SignIn("ada", Browser.GoodPassword));
        var afterSignIn = browser.Cookie;

        Assert.Equal(4, new[] { planted, afterLink, afterSetUp, afterSignIn }.Distinct().Count());
        foreach (var old in new[] { planted, afterLink, afterSetUp })
        {
            using var fixated = console.Open();
            fixated.Cookie = old;
            Assert.Equal(SessionState.SignedOut, (await fixated.GetAsync<Session>("/api/session")).State);
        }
    }

    [Fact]
    public async Task After_signing_out_the_token_is_dead_and_the_cookie_gone()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync();
        var token = browser.Cookie;

        var signedOut = await browser.PostAsync<Session>("/api/session/sign-out");
        using var replay = console.Open();
        replay.Cookie = token;

        Assert.Equal((SessionState.SignedOut, true, null), (signedOut.State, signedOut.HasAccounts, signedOut.CsrfToken));
        Assert.Null(browser.Cookie);
        Assert.Equal(HttpStatusCode.Unauthorized, (await replay.GetAsync("/api/agents")).StatusCode);
    }

    [Fact]
    public async Task The_store_holds_neither_tokens_nor_passwords()
    {
        await using var console = await TestConsole.StartAsync();
        var link = (await console.Services.GetRequiredService<SignInLinks>().CreateAsync(default))!;
        using var browser = console.Open();
        await browser.PostAsync<Session>("/api/session/link", new RedeemLink(TestConsole.TokenOf(link)));
        await browser.PostAsync<Session>("/api/session/account", new SetUpAccount("ada", Browser.GoodPassword));

        var folder = console.Services.GetRequiredService<ConsoleOptions>().DataFolder;
        // The lock file is held, and empty.
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            var bytes = await reader.ReadToEndAsync();
            Assert.DoesNotContain(TestConsole.TokenOf(link), bytes, StringComparison.Ordinal);
            Assert.DoesNotContain(browser.Cookie!, bytes, StringComparison.Ordinal);
            Assert.DoesNotContain(Browser.GoodPassword, bytes, StringComparison.Ordinal);
        }

        Assert.All(console.Log.Lines, line => Assert.DoesNotContain(TestConsole.TokenOf(link), line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_get_the_same_answer()
    {
        await using var console = await TestConsole.StartAsync();
        using var known = await console.SignInByPasswordAsync();
        var name = (await known.GetAsync<Session>("/api/session")).Person!.Name;
        using var browser = console.Open();

        var wrong = await Browser.ProblemAsync(await browser.PostAsync("/api/session/password", new SignIn(name, "not-the-password-1")));
        var unknown = await Browser.ProblemAsync(await browser.PostAsync("/api/session/password", new SignIn("nobody", "not-the-password-1")));

        Assert.Equal(wrong with { RequestId = "" }, unknown with { RequestId = "" });
        Assert.Equal(("wrong-password", 401), (wrong.Code, wrong.Status));
    }

    [Fact]
    public async Task Guessing_at_a_name_is_slowed_down_and_the_right_password_waits_too()
    {
        await using var console = await TestConsole.StartAsync();
        using var known = await console.SignInByPasswordAsync();
        var name = (await known.GetAsync<Session>("/api/session")).Person!.Name;
        using var browser = console.Open();
        for (var i = 0; i < SignInThrottle.FreeFailures; i++)
        {
            await browser.PostAsync("/api/session/password", new SignIn(name, $"not-the-password-{i}"));
        }

        var response = await browser.PostAsync("/api/session/password", new SignIn(name.ToUpperInvariant(), Browser.GoodPassword));
        console.Clock.Advance(SignInThrottle.LongestWait);
        var later = await browser.PostAsync<Session>("/api/session/password", new SignIn(name, Browser.GoodPassword));

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal(SessionState.SignedIn, later.State);
    }

    [Theory]
    [InlineData("short", "password")]
    [InlineData("aaaaaaaaaaaaaaaa", "password")]
    [InlineData("Password12345!", "password")]
    [InlineData("123456789012", "password")]
    public async Task A_password_that_anybody_would_guess_is_refused(string password, string where)
    {
        await using var console = await TestConsole.StartAsync();
        var link = (await console.Services.GetRequiredService<SignInLinks>().CreateAsync(default))!;
        using var browser = console.Open();
        await browser.PostAsync<Session>("/api/session/link", new RedeemLink(TestConsole.TokenOf(link)));

        var problem = await Browser.ProblemAsync(await browser.PostAsync("/api/session/account", new SetUpAccount("ada", password)));
        var again = await browser.PostAsync<Session>("/api/session/account", new SetUpAccount("ada", Browser.GoodPassword));

        Assert.Equal(("bad-field", where), (problem.Code, problem.Where));
        Assert.Equal(SessionState.SignedIn, again.State);
    }

    [Fact]
    public async Task A_session_ends_by_idleness_and_by_age()
    {
        await using var console = await TestConsole.StartAsync();
        using var idle = await console.SignInAsync();
        using var busy = await console.SignInAsync();

        console.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(SessionState.SignedIn, (await busy.GetAsync<Session>("/api/session")).State);
        console.Clock.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(SessionState.SignedOut, (await idle.GetAsync<Session>("/api/session")).State);
        for (var minutes = 62; minutes < 720; minutes += 50)
        {
            Assert.Equal(SessionState.SignedIn, (await busy.GetAsync<Session>("/api/session")).State);
            console.Clock.Advance(TimeSpan.FromMinutes(50));
        }

        Assert.Equal(SessionState.SignedOut, (await busy.GetAsync<Session>("/api/session")).State);
    }

    [Theory]
    [InlineData("http://127.0.0.1:4181", "bartizan-session", false)]
    [InlineData("https://console.example", "__Host-bartizan-session", true)]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_other_sites(string address, string name, bool secure)
    {
        await using var console = await TestConsole.StartAsync(configure: options => options with { Address = new Uri(address) });
        var link = (await console.Services.GetRequiredService<SignInLinks>().CreateAsync(default))!;
        using var browser = console.Open();
        var request = browser.Request(HttpMethod.Post, "/api/session/link", new RedeemLink(TestConsole.TokenOf(link)));
        request.Headers.Remove("Origin");

        var response = await browser.SendAsync(request);

        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith(name + "=", cookie, StringComparison.Ordinal);
        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; path=/", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(secure, cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase));
    }
}
