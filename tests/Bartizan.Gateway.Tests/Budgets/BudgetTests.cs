using System.Net;
using System.Text;
using System.Text.Json;
using Bartizan.Core.Budgets;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Budgets;
using Bartizan.Gateway.Tests.Forwarding;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Budgets;

/// <summary>Budgets on a real gateway: what an exchange costs, and what a client sees.</summary>
public class BudgetTests
{
    private const string Gemini = "/gemini/v1beta/models/gemini-test:generateContent";

    private static readonly BudgetOptions Tokens = Books.Limit("team", BudgetUnit.Tokens, 10_000, BudgetPeriod.Day);
    private static readonly BudgetOptions Requests = Books.Limit("calls", BudgetUnit.Requests, 1, BudgetPeriod.Day);

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task An_answer_costs_what_the_upstream_says_and_tells_what_is_left(string dialect)
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer(dialect, "hello"));
        await using var gateway = await StartAsync(upstream, Tokens);
        using var first = await gateway.AskAsync(dialect, Bodies.Ask(dialect, "hello"));
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        var (limit, remaining, reset) = dialect == "openai"
            ? ("x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens")
            : ("anthropic-ratelimit-tokens-limit", "anthropic-ratelimit-tokens-remaining", "anthropic-ratelimit-tokens-reset");
        Assert.Equal("10000", Header(first, limit));
        Assert.True(long.Parse(Header(first, remaining)) < 10_000);
        Assert.NotEqual("", Header(first, reset));
        var spent = Assert.Single(Assert.Single(gateway.Exchanges).Spent);
        Assert.Equal(("team", BudgetUnit.Tokens, 8m, false), (spent.Budget, spent.Unit, spent.Amount, spent.Estimated));
        Assert.Equal(8, Used(gateway));
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_used_up_budget_is_429_in_the_dialects_shape_and_asks_nobody(string dialect)
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer(dialect, "hello"));
        // An hour slides, so that room is always more than a minute away; a day may be over in a moment.
        await using var gateway = await StartAsync(upstream, Books.Limit("calls", BudgetUnit.Requests, 1, BudgetPeriod.Hour));
        using (await gateway.AskAsync(dialect, Bodies.Ask(dialect, "one")))
        {
        }

        using var refused = await gateway.AskAsync(dialect, Bodies.Ask(dialect, "two"));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        var body = JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        Assert.Equal("rate_limit_error", body.GetProperty("type").GetString());
        Assert.Contains("'calls'", body.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.InRange(long.Parse(Header(refused, "retry-after")), 1, 24 * 3600);
        Assert.Equal("false", Header(refused, "x-should-retry"));
        Assert.Equal("0", Header(refused, dialect == "openai" ? "x-ratelimit-remaining-requests" : "anthropic-ratelimit-requests-remaining"));
        Assert.Single(upstream.Requests);
        var record = gateway.Exchanges[^1];
        var decision = record.Decisions[^1];
        Assert.Equal((429, Verdict.Block, "spend", "budget_exceeded"), (record.Status, record.Verdict, decision.Action, decision.Code));
        Assert.Equal("budget:calls", Assert.Single(decision.Policies));
        Assert.Equal(0, Assert.Single(record.Spent).Amount);
    }

    [Fact]
    public async Task Gemini_says_in_the_body_when_to_ask_again()
    {
        await using var upstream = ScriptedUpstream.Json("""{"candidates":[{"content":{"role":"model","parts":[{"text":"hi"}]},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":5}}""");
        await using var gateway = await StartAsync(upstream, Books.Limit("minute", BudgetUnit.Requests, 1, BudgetPeriod.Minute));
        using (var first = await PostAsync(gateway, Gemini, """{"contents":[{"parts":[{"text":"hi"}]}]}""", "x-goog-api-key"))
        {
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        }

        using var refused = await PostAsync(gateway, Gemini, """{"contents":[{"parts":[{"text":"hi"}]}]}""", "x-goog-api-key");
        var error = JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        Assert.Equal((429, "RESOURCE_EXHAUSTED"), (error.GetProperty("code").GetInt32(), error.GetProperty("status").GetString()));
        var retry = error.GetProperty("details").EnumerateArray().Single(d => d.GetProperty("@type").GetString()!.EndsWith("RetryInfo", StringComparison.Ordinal));
        Assert.Matches(@"^\d{1,2}s$", retry.GetProperty("retryDelay").GetString());
    }

    [Theory]
    [InlineData("""{"prompt_tokens":-5,"completion_tokens":-1000000}""")]
    [InlineData("""{"prompt_tokens":9223372036854775807,"completion_tokens":9223372036854775807}""")]
    [InlineData("""{"prompt_tokens":1e99,"completion_tokens":true}""")]
    [InlineData("""{"prompt_tokens":null}""")]
    public async Task An_absurd_count_is_not_believed_and_neither_gives_back_nor_takes_all(string usage)
    {
        await using var upstream = ScriptedUpstream.Json(
            $$"""{"id":"x","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"{{new string('a', 400)}}"},"finish_reason":"stop"}],"usage":{{usage}}}""");
        await using var gateway = await StartAsync(upstream, Tokens);
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", new string('b', 40)));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var spent = Assert.Single(Assert.Single(gateway.Exchanges).Spent);
        // A quarter of 400 and of 40 characters.
        Assert.Equal((110m, true), (spent.Amount, spent.Estimated));
    }

    [Fact]
    public async Task Cached_input_and_cache_writes_are_counted_too()
    {
        await using var upstream = ScriptedUpstream.Json(
            """{"id":"x","type":"message","role":"assistant","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn","usage":{"input_tokens":3,"cache_read_input_tokens":1000,"cache_creation_input_tokens":200,"output_tokens":5}}""");
        await using var gateway = await StartAsync(upstream, Tokens, Books.Limit("cash", BudgetUnit.Money, 5, BudgetPeriod.Month));
        using (await gateway.AskAsync("anthropic", Bodies.Ask("anthropic", "hello")))
        {
        }

        // 3 x 1 + 1000 x 0.1 + 200 x 1.25 + 5 x 4, a million tokens each.
        Assert.Equal([1_208m, 0.000373m], Assert.Single(gateway.Exchanges).Spent.Select(s => s.Amount));
    }

    [Fact]
    public async Task A_model_without_a_price_is_refused_under_a_money_budget_and_only_there()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hello"));
        await using var gateway = await StartAsync(upstream, Books.Limit("cash", BudgetUnit.Money, 5, BudgetPeriod.Month) with { Models = ["demo-*"] });
        using var other = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        using var refused = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello", model: "demo-new"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.True(Bodies.HasCode(await refused.Content.ReadAsStringAsync(), "model_without_price"));
        Assert.Single(upstream.Requests);
    }

    [Theory]
    [InlineData("openai", 14)]
    [InlineData("anthropic", 8)]
    public async Task A_stream_costs_what_it_says_or_what_was_counted(string dialect, int tokens)
    {
        // OpenAI's streams say nothing of usage unless asked: 2 for the question, 12 for the answer.
        await using var upstream = ScriptedUpstream.Events(string.Concat(Bodies.Events(dialect, "Hello there, ", "this is an answer of some ", "length")));
        await using var gateway = await StartAsync(upstream, Tokens, Books.Limit("open", BudgetUnit.Streams, 1, BudgetPeriod.None));
        for (var i = 0; i < 3; i++)
        {
            using var response = await gateway.AskAsync(dialect, Bodies.Ask(dialect, "question", stream: true));
            await response.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        await FailureTests.Until(() => gateway.Exchanges.Count == 3);
        Assert.All(gateway.Exchanges, e => Assert.Equal((tokens, dialect == "openai"), ((int)e.Spent[0].Amount, e.Spent[0].Estimated)));
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task Streams_abandoned_in_a_loop_are_paid_for_and_closed(string dialect)
    {
        await using var upstream = ScriptedUpstream.Start(async (_, connection) =>
        {
            await connection.BeginEventsAsync();
            await connection.ChunkAsync(string.Concat(Bodies.Events(dialect, new string('x', 400) + " ", "y").Take(4)));
            await connection.StallAsync();
        });
        await using var gateway = await StartAsync(upstream, Tokens, Books.Limit("open", BudgetUnit.Streams, 1, BudgetPeriod.None));
        for (var i = 1; i <= 3; i++)
        {
            using (var response = await gateway.AskAsync(dialect, Bodies.Ask(dialect, "question", stream: true), HttpCompletionOption.ResponseHeadersRead))
            {
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                Assert.True(await (await response.Content.ReadAsStreamAsync()).ReadAsync(new byte[16]) > 0);
            }

            await FailureTests.Until(() => gateway.Exchanges.Count == i);
        }

        Assert.All(gateway.Exchanges, e => Assert.True(e.Spent[0].Estimated && e.Spent[0].Amount >= 100, $"{e.Spent[0]}"));
    }

    [Fact]
    public async Task More_streams_at_once_than_allowed_are_refused()
    {
        await using var upstream = ScriptedUpstream.Start(async (_, connection) =>
        {
            await connection.BeginEventsAsync();
            await connection.ChunkAsync(Bodies.Events("openai", "Hello. ")[0]);
            await connection.StallAsync();
        });
        await using var gateway = await StartAsync(upstream, Books.Limit("open", BudgetUnit.Streams, 1, BudgetPeriod.None));
        using var first = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello", stream: true), HttpCompletionOption.ResponseHeadersRead);
        using var second = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello", stream: true), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (first.StatusCode, second.StatusCode));
        Assert.Equal("1", Header(second, "retry-after"));
        Assert.InRange(long.Parse(Header(second, "retry-after-ms")), 1, 1_000);
    }

    [Fact]
    public async Task What_policy_refuses_and_what_cannot_be_reached_costs_nothing()
    {
        var dead = ScriptedUpstream.Json("{}");
        await dead.DisposeAsync();
        await using var gateway = await TestGateway.StartAsync(dead.Address, """
            @id("a") permit(principal, action, resource);
            @id("f") forbid(principal, action, resource == Model::"demo-no");
            """);
        Put(gateway, Tokens, Requests);
        using (var forbidden = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello", model: "demo-no")))
        using (var unreachable = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello")))
        {
            Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.BadGateway), (forbidden.StatusCode, unreachable.StatusCode));
        }

        Assert.All(gateway.Exchanges, e => Assert.All(e.Spent, s => Assert.Equal(0, s.Amount)));
        Assert.Equal(0, Used(gateway));
    }

    [Fact]
    public async Task An_upstreams_error_counts_as_a_request_without_tokens()
    {
        await using var upstream = ScriptedUpstream.Json("""{"error":{"message":"no","type":"server_error","param":null,"code":null}}""", 500);
        await using var gateway = await StartAsync(upstream, Tokens, Requests);
        using (await gateway.AskAsync("openai", Bodies.Ask("openai", "hello")))
        {
        }

        Assert.Equal([0m, 1m], Assert.Single(gateway.Exchanges).Spent.Select(s => s.Amount));
    }

    [Fact]
    public async Task An_answer_that_cannot_be_read_costs_what_was_reserved()
    {
        await using var upstream = ScriptedUpstream.Json("<html>");
        await using var gateway = await StartAsync(upstream, Tokens);
        using (await gateway.AskAsync("anthropic", Bodies.Ask("anthropic", "hell")))
        {
        }

        // max_tokens of the question, and the question.
        Assert.Equal((101m, true), (Assert.Single(gateway.Exchanges).Spent[0].Amount, gateway.Exchanges[0].Spent[0].Estimated));
    }

    [Theory]
    [InlineData("\"max_tokens\":1000000000")]
    [InlineData("\"max_completion_tokens\":9000,\"max_tokens\":5")]
    [InlineData("\"max_tokens\":3000,\"n\":4")]
    [InlineData("\"max_tokens\":1e9")]
    [InlineData("\"max_tokens\":\"a lot\"")]
    public async Task Who_asks_for_more_than_there_is_is_told_so_and_holds_nothing(string asked)
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hello"));
        await using var gateway = await StartAsync(upstream, Tokens with { Limit = 8_500 });
        using var greedy = await gateway.AskAsync("openai", $$"""{"model":"gpt-test",{{asked}},"messages":[{"role":"user","content":"hello"}]}""");
        Assert.Equal(HttpStatusCode.TooManyRequests, greedy.StatusCode);
        Assert.False(greedy.Headers.Contains("retry-after"));
        Assert.Equal("false", Header(greedy, "x-should-retry"));
        Assert.Equal(0, Used(gateway));
        using var modest = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.OK, modest.StatusCode);
    }

    [Theory]
    [InlineData("\"max_tokens\":-1000000")]
    [InlineData("\"max_tokens\":null,\"n\":-7")]
    [InlineData("\"n\":0")]
    public async Task Nonsense_reserves_no_less_than_a_plain_request(string asked)
    {
        await using var upstream = ScriptedUpstream.Json("<html>");
        await using var gateway = await StartAsync(upstream, Tokens with { Limit = 1_000_000 });
        using (await gateway.AskAsync("openai", $$"""{"model":"gpt-test",{{asked}},"messages":[{"role":"user","content":"hello"}]}"""))
        {
        }

        Assert.True(Assert.Single(gateway.Exchanges).Spent[0].Amount >= 4_096);
    }

    [Fact]
    public async Task A_token_count_is_a_request_without_tokens_and_embeddings_have_no_output()
    {
        await using var upstream = ScriptedUpstream.Start((request, connection) => connection.JsonAsync(request.Line.Contains("count_tokens", StringComparison.Ordinal)
            ? """{"input_tokens":1000}"""
            : """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5]}],"model":"m","usage":{"prompt_tokens":7,"total_tokens":7}}"""));
        await using var gateway = await StartAsync(upstream, Tokens with { Limit = 100 });
        using var count = await PostAsync(gateway, "/anthropic/v1/messages/count_tokens", """{"model":"claude-test","messages":[{"role":"user","content":"hello"}]}""", "x-api-key");
        using var embedding = await PostAsync(gateway, "/openai/v1/embeddings", """{"model":"gpt-test","input":"hello"}""", "x-api-key");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (count.StatusCode, embedding.StatusCode));
        Assert.Equal([(0m, false), (7m, false)], gateway.Exchanges.Select(e => (e.Spent[0].Amount, e.Spent[0].Estimated)));
    }

    [Fact]
    public async Task Policies_see_what_is_left_of_the_tightest_budget()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hello"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, """
            permit(principal, action, resource);
            @id("nearly-spent") @code("nearly_spent") forbid(principal, action == Action::"invokeModel", resource) when { context.budget.remainingPerMille < 900 };
            """);
        using (var without = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello")))
        {
            Assert.Equal(HttpStatusCode.OK, without.StatusCode);
        }

        Put(gateway, Requests with { Limit = 1_000 }, Books.Limit("few", BudgetUnit.Requests, 9, BudgetPeriod.Day));
        using var first = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        using var second = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (first.StatusCode, second.StatusCode));
    }

    [Fact]
    public async Task A_reload_changes_limits_and_forgets_nothing()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hello"));
        await using var gateway = await StartAsync(upstream, Requests with { Limit = 2 });
        for (var i = 0; i < 2; i++)
        {
            using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Put(gateway, Requests with { Limit = 3 });
        using var third = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        using var fourth = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (third.StatusCode, fourth.StatusCode));
    }

    [Fact]
    public async Task What_cannot_be_written_down_is_not_forwarded_and_comes_back_when_it_can()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hello"));
        await using var gateway = await StartAsync(upstream, Tokens);
        gateway.Budgets.Fails = true;
        using (var refused = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello")))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.True(Bodies.HasCode(await refused.Content.ReadAsStringAsync(), "budget_unavailable"));
        }

        Assert.Empty(upstream.Requests);
        gateway.Budgets.Fails = false;
        using var passed = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.OK, passed.StatusCode);
    }

    [Fact]
    public async Task A_hundred_clients_at_once_get_no_more_than_there_is()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hello"));
        await using var gateway = await StartAsync(upstream, Requests with { Limit = 30 });
        var statuses = await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
        {
            using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
            return response.StatusCode;
        }));
        Assert.Equal(30, statuses.Count(s => s == HttpStatusCode.OK));
        Assert.Equal(70, statuses.Count(s => s == HttpStatusCode.TooManyRequests));
        Assert.Equal(30, upstream.Requests.Count);
    }

    [Fact]
    public async Task Without_a_budget_that_applies_nothing_is_written_and_nothing_said()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hello"));
        await using var gateway = await StartAsync(upstream, Tokens with { Agents = ["somebody-else"] });
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.DoesNotContain(response.Headers, h => h.Key.StartsWith("x-ratelimit", StringComparison.Ordinal));
        Assert.Empty(Assert.Single(gateway.Exchanges).Spent);
        Assert.Equal(0, gateway.Budgets.Writes);
    }

    private static async Task<TestGateway> StartAsync(ScriptedUpstream upstream, params BudgetOptions[] limits)
    {
        var gateway = await TestGateway.StartAsync(upstream.Address);
        Put(gateway, limits);
        return gateway;
    }

    private static void Put(TestGateway gateway, params BudgetOptions[] limits) => gateway.State.Swap(gateway.State.Current with
    {
        Budgets = BudgetTable.Compile(
            new BudgetsOptions { Limits = limits }, [new() { Models = ["claude-test"], Input = 1, CachedInput = 0.1m, CacheWrite = 1.25m, Output = 4 }]),
    });

    /// <summary>What counts now of all that was recorded.</summary>
    private static decimal Used(TestGateway gateway) => gateway.Exchanges.SelectMany(e => e.Spent).Where(s => s.Unit == BudgetUnit.Tokens).Sum(s => s.Amount);

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();

    private static Task<HttpResponseMessage> PostAsync(TestGateway gateway, string path, string body, string keyHeader)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add(keyHeader, OneAgent.Key);
        return gateway.Client.SendAsync(request);
    }
}
