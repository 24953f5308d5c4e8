using System.Net;
using System.Text;
using Bartizan.Console.Contract;
using Bartizan.Console.Http;
using Bartizan.Console.Tests.Hosting;

namespace Bartizan.Console.Tests.Http;

public sealed class ProblemTests
{
    [Theory]
    [InlineData("{", "bad-request")]
    [InlineData("[]", "bad-request")]
    [InlineData("null", "bad-request")]
    [InlineData("{\"name\":null,\"owner\":\"ada\"}", "bad-request")]
    [InlineData("{\"owner\":\"ada\"}", "bad-request")]
    [InlineData("{\"name\":7,\"owner\":\"ada\"}", "bad-request")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\",\"owner\":\"ada\"}", "bad-request")]
    [InlineData("{\"name\":\"a\\u0000b\",\"owner\":\"ada\"}", "bad-input")]
    [InlineData("{\"name\":\"\",\"owner\":\"ada\"}", "bad-input")]
    public async Task A_body_that_cannot_be_read_is_a_problem_that_says_what_to_do(string body, string code)
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync();
        var request = browser.Request(HttpMethod.Post, "/api/agents");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");

        var problem = await Browser.ProblemAsync(await browser.SendAsync(request));

        Assert.Equal((400, code, "/problems/" + code, "/api/agents"), (problem.Status, problem.Code, problem.Type, problem.Instance));
        Assert.NotEmpty(problem.Fix);
        Assert.NotEmpty(problem.RequestId);
        Assert.Empty(await console.Store.Agents.ListAsync(default));
    }

    [Theory]
    [InlineData("/api/exchanges?limit=0", "bad-field")]
    [InlineData("/api/exchanges?limit=x", "bad-request")]
    [InlineData("/api/exchanges?verdict=perhaps", "bad-field")]
    [InlineData("/api/exchanges?verdict=3", "bad-field")]
    [InlineData("/api/exchanges/live?verdict=perhaps", "bad-field")]
    [InlineData("/api/exchanges/export?verdict=perhaps", "bad-field")]
    [InlineData("/api/exchanges/export?format=xml", "bad-field")]
    [InlineData("/api/exchanges?from=yesterday", "bad-request")]
    [InlineData("/api/overview?range=1y", "bad-field")]
    [InlineData("/api/overview?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", "bad-field")]
    [InlineData("/api/overview?from=0001-01-01T00:00:00Z", "bad-field")]
    [InlineData("/api/agents?range=0", "bad-field")]
    public async Task A_query_that_cannot_be_read_is_a_problem(string path, string code)
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync();

        Assert.Equal(code, (await Browser.ProblemAsync(await browser.GetAsync(path))).Code);
    }

    [Fact]
    public async Task A_body_too_large_is_refused()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync();

        var response = await browser.PostAsync("/api/agents", new AddAgent(new string('x', Framing.LargestBody), "ada"));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("too-large", (await Browser.ProblemAsync(response)).Code);
    }

    [Fact]
    public async Task What_a_stranger_sends_never_reaches_the_log_as_a_line_of_its_own()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync();

        await browser.PostAsync("/api/session/password", new SignIn("ada\nCritical: all is well", "x"));
        await browser.PostAsync("/api/agents", new AddAgent("bot\r\nCritical: all is well", "ada"));
        await browser.GetAsync("/api/exchanges/exc%0ACritical:%20all%20is%20well");

        // The framework's own lines about requests hold the path as it came; hosts show them from warnings on only.
        var shown = console.Log.Lines.Where(line => line.StartsWith("Bartizan", StringComparison.Ordinal) || line.Contains(" Warning: ", StringComparison.Ordinal));
        Assert.DoesNotContain(shown, line => line.Contains("all is well", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failure_inside_says_nothing_of_the_inside()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync();
        await console.Store.Events.AppendAsync(
            new Bartizan.Core.Events.EventRecord { Id = "exc_broken", Time = console.Clock.GetUtcNow(), Source = "gateway", Kind = "exchange", Json = "[]"u8.ToArray() },
            default);

        var response = await browser.GetAsync("/api/exchanges/exc_broken");
        var text = await response.Content.ReadAsStringAsync();
        var problem = await Browser.ProblemAsync(response);

        Assert.Equal((500, "unexpected"), (problem.Status, problem.Code));
        Assert.DoesNotContain("Exception", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(console.Log.Lines, line => line.Contains(problem.RequestId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_flood_from_one_address_is_slowed_down()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = console.Open();

        var answers = await Task.WhenAll(Enumerable.Range(0, RequestLimits.Burst * 3).Select(_ => browser.GetAsync("/api/none")));

        var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.Equal("too-many-requests", (await Browser.ProblemAsync(refused)).Code);
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.NotFound);
    }
}
