using Bartizan.Console.Contract;
using Bartizan.Console.Http;
using Bartizan.Console.Tests.Hosting;

namespace Bartizan.Console.Tests.Http;

public sealed class SecurityHeaderTests
{
    [Fact]
    public async Task Every_answer_carries_the_policy_whatever_it_is()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync();
        using var stranger = console.Open();
        var evilHost = stranger.Request(HttpMethod.Get, "/");
        evilHost.Headers.Host = "evil.example";

        var answers = new Dictionary<string, HttpResponseMessage>
        {
            ["page"] = await browser.GetAsync("/"),
            ["page route"] = await browser.GetAsync("/exchanges/exc_1"),
            ["missing file"] = await browser.GetAsync("/assets/none.js"),
            ["api"] = await browser.GetAsync("/api/agents"),
            ["no such endpoint"] = await browser.GetAsync("/api/none"),
            ["wrong method"] = await browser.SendAsync(browser.Request(HttpMethod.Delete, "/api/agents")),
            ["bad body"] = await browser.PostAsync("/api/agents", new { name = 1 }),
            ["stranger"] = await stranger.GetAsync("/api/agents"),
            ["evil host"] = await stranger.SendAsync(evilHost),
            ["feed"] = await browser.SendAsync(browser.Request(HttpMethod.Get, "/api/exchanges/live"), HttpCompletionOption.ResponseHeadersRead),
            ["export"] = await browser.GetAsync("/api/exchanges/export"),
        };

        foreach (var (name, answer) in answers)
        {
            Assert.True(answer.Headers.TryGetValues("Content-Security-Policy", out var policy), name);
            Assert.Equal(SecurityHeaders.ContentSecurityPolicy, Assert.Single(policy!));
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
            Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
            Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Opener-Policy")));
            Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Resource-Policy")));
            Assert.Contains("camera=()", Assert.Single(answer.Headers.GetValues("Permissions-Policy")), StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Server"), name);
            answer.Dispose();
        }

        Assert.True(answers["api"].Headers.CacheControl!.NoStore);
        Assert.True(answers["feed"].Headers.CacheControl!.NoStore);
    }

    [Fact]
    public void No_part_of_the_policy_lets_inline_code_or_another_host_in()
    {
        Assert.DoesNotContain("unsafe", SecurityHeaders.ContentSecurityPolicy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", SecurityHeaders.ContentSecurityPolicy, StringComparison.Ordinal);
        Assert.DoesNotContain("*", SecurityHeaders.ContentSecurityPolicy, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'; script-src 'self';", SecurityHeaders.ContentSecurityPolicy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", SecurityHeaders.ContentSecurityPolicy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.example", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("console.example", true)]
    [InlineData("localhost", true)]
    [InlineData("[::1]", true)]
    public async Task The_console_answers_only_under_its_own_names(string host, bool known)
    {
        await using var console = await TestConsole.StartAsync(configure: options => options with { AllowedHosts = ["console.example"] });
        using var browser = console.Open();
        var request = browser.Request(HttpMethod.Get, "/api/session");
        request.Headers.Host = host;

        var response = await browser.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(known ? 200 : 421, (int)response.StatusCode);
    }
}
