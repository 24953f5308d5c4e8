using System.Net;
using System.Text;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Replay;
using Bartizan.Gateway.Tests.Mcp;
using Bartizan.Gateway.Tests.Support;
using Bartizan.Policy;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Histories;

public sealed class HistoryTests
{
    private const string AtMostThree = """
        @id("allow") permit(principal, action, resource);
        @id("three") forbid(principal, action == Action::"invokeModel", resource)
        when history { count within 1h event(action == Action::"invokeModel", where event.outcome == "allowed") >= 3 };
        """;

    [Fact]
    public async Task Of_many_calls_at_once_no_more_pass_than_the_count_allows()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, AtMostThree);
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => StatusAsync(gateway)));
        Assert.Equal((3, 21), (answers.Count(a => a == HttpStatusCode.OK), answers.Count(a => a == HttpStatusCode.Forbidden)));
        Assert.Equal(3, upstream.Requests.Count);
        Assert.Equal(21, gateway.Histories.Rows.Count(r => r is { Action: "invokeModel", Outcome: 1 }));
        Assert.All(gateway.Exchanges, e => Assert.Equal(ReplayOutcome.Same, new Replayer(new PolicyEngine(PolicySet.Parse(AtMostThree))).Replay(e).Outcome));
    }

    [Fact]
    public async Task What_another_agent_did_is_its_own_history()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, AtMostThree);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(i < 3 ? HttpStatusCode.OK : HttpStatusCode.Forbidden, await StatusAsync(gateway, OneAgent.OtherKey));
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway));
    }

    [Fact]
    public async Task Another_start_knows_what_was_done_before()
    {
        var store = new MemoryHistoryStore();
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        for (var i = 0; i < 4; i++)
        {
            await using var gateway = await TestGateway.StartAsync(upstream.Address, AtMostThree, histories: store);
            Assert.Equal(i < 3 ? HttpStatusCode.OK : HttpStatusCode.Forbidden, await StatusAsync(gateway));
        }
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Where_the_store_fails_nothing_passes(bool loading, bool saving)
    {
        var store = new MemoryHistoryStore { LoadingFails = loading, SavingFails = saving };
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, AtMostThree, histories: store);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(gateway));
        Assert.Empty(upstream.Requests);
        (store.LoadingFails, store.SavingFails) = (false, false);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway)); // one that was not written counts as done until the next start: too many rather than too few
    }

    [Fact]
    public async Task Where_no_policy_asks_nothing_is_kept()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, histories: new MemoryHistoryStore { LoadingFails = true, SavingFails = true });
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway));
        Assert.Empty(gateway.Histories.Rows);
    }

    [Fact]
    public async Task Tokens_are_summed_once_the_answer_tells_them()
    {
        const string Policies = """
            permit(principal, action, resource) when history { sum within 1d event(action == Action::"invokeModel").tokens < 16 };
            """;
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi")); // 8 tokens
        await using var gateway = await TestGateway.StartAsync(upstream.Address, Policies);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Forbidden), (await StatusAsync(gateway), await StatusAsync(gateway), await StatusAsync(gateway)));
        Assert.Equal([8, 8, 0], gateway.Histories.Rows.Where(r => r.Action == "invokeModel").Select(r => r.Tokens));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tool_can_be_bound_to_another_call_before_it(bool stream)
    {
        const string Policies = """
            permit(principal, action, resource);
            forbid(principal, action == Action::"callTool", resource == Tool::"pay")
            unless history { formerly within 1h event(action == Action::"callTool", resource == Tool::"approve", where event.outcome == "allowed" && event.arguments.contains("a")) };
            """;
        var tools = new Queue<string>(["pay", "approve", "pay"]);
        await using var upstream = ScriptedUpstream.Start((_, connection) => stream
            ? EventsAsync(connection, Bodies.ToolEvents("openai", tools.Dequeue()))
            : connection.JsonAsync(Bodies.ToolAnswer("openai", tools.Dequeue())));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, Policies);
        var passed = new List<bool>();
        while (tools.Count > 0)
        {
            using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "go", stream));
            passed.Add(!Bodies.HasCode(await response.Content.ReadAsStringAsync(), "blocked_by_policy"));
        }

        Assert.Equal([false, true, true], passed);
        Assert.Equal(["Tool::\"pay\" 1", "Tool::\"approve\" 0", "Tool::\"pay\" 0"], gateway.Histories.Rows.Where(r => r.Action == "callTool").Select(r => $"{r.Resource} {r.Outcome}"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_stood_in_an_answer_can_be_asked_later(bool stream)
    {
        const string Policies = """
            permit(principal, action, resource);
            forbid(principal, action == Action::"invokeModel", resource) when history { formerly within 1h event(action == Action::"returnAnswer", where event.labels.contains("test.word")) };
            """;
        var texts = new Queue<string>(["fine", "a forbidden word", "fine"]);
        await using var upstream = ScriptedUpstream.Start((_, connection) => stream
            ? EventsAsync(connection, Bodies.Events("openai", texts.Dequeue()))
            : connection.JsonAsync(Bodies.Answer("openai", texts.Dequeue())));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, Policies, inspectors: new WordInspector("forbidden", "test.word"));
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "go", stream));
            await response.Content.ReadAsStringAsync();
            statuses.Add(response.StatusCode);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Forbidden], statuses);
    }

    [Fact]
    public async Task What_an_agent_does_for_another_is_in_the_history_of_both()
    {
        const string Policies = $$"""
            permit(principal, action, resource);
            forbid(principal == Agent::"{{TestTokens.Owner}}", action == Action::"invokeModel", resource) when history { count within 1h event(action == Action::"invokeModel", where event.agent != principal) >= 2 };
            """;
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, Policies, tokens: new TestTokens(TestTokens.For("red")));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(i < 2 ? HttpStatusCode.OK : HttpStatusCode.Forbidden, await StatusAsync(gateway, TestTokens.Text));
            Assert.Equal(ReplayOutcome.Same, new Replayer(new PolicyEngine(PolicySet.Parse(Policies))).Replay(gateway.LastExchange).Outcome);
        }

        Assert.Equal(["agt_helper", TestTokens.Owner], gateway.Histories.Rows.Select(r => r.Principal).Distinct());
        Assert.All(gateway.Histories.Rows, r => Assert.Equal("agt_helper", r.Agent));
    }

    [Fact]
    public async Task At_mcp_servers_calls_count_and_lists_show_what_history_leaves()
    {
        const string Policies = """
            permit(principal, action, resource);
            forbid(principal, action == Action::"callTool", resource == Tool::"test/get") when history { count within 1h event(action == Action::"callTool", where event.resource == resource && event.outcome == "allowed") >= 2 };
            """;
        await using var upstream = McpClient.Tools(() => $"{McpClient.Tool("get")},{McpClient.Tool("set")}");
        await using var gateway = await McpClient.StartAsync(upstream.Address, Policies);
        async Task<string> SendAsync(string body)
        {
            using var answer = await gateway.SendMcpAsync(body);
            return await answer.Content.ReadAsStringAsync();
        }

        Assert.Contains("\"get\"", await SendAsync(McpClient.Request("tools/list")), StringComparison.Ordinal);
        Assert.Contains("done", await SendAsync(McpClient.Call("get")), StringComparison.Ordinal);
        Assert.Contains("done", await SendAsync(McpClient.Call("get")), StringComparison.Ordinal);
        Assert.Contains("blocked_by_policy", await SendAsync(McpClient.Call("get")), StringComparison.Ordinal);
        Assert.DoesNotContain("\"get\"", await SendAsync(McpClient.Request("tools/list")), StringComparison.Ordinal);
        Assert.DoesNotContain(gateway.Histories.Rows, r => r.Action == "listTools");
    }

    [Fact]
    public async Task In_shadow_mode_history_changes_nothing_and_is_noted()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, AtMostThree.Replace("@id(\"three\")", "@id(\"three\") @mode(\"shadow\")", StringComparison.Ordinal));
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway));
        }

        Assert.Equal([Verdict.Block], gateway.Exchanges.Select(e => e.Decisions[0].Shadow?.Verdict).OfType<Verdict>());
    }

    [Fact]
    public async Task Of_a_question_that_was_not_asked_then_nobody_can_tell_the_answer()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, AtMostThree);
        await StatusAsync(gateway);
        var recorded = new RecordedDecisions(new HashSet<string>()).Of(gateway.LastExchange)!;
        Assert.Equal(BacktestOutcome.NewlyRefused, Backtest(AtMostThree.Replace(">= 3", ">= 0", StringComparison.Ordinal), recorded[0]).Outcome);
        var other = Backtest(AtMostThree.Replace("1h", "2h", StringComparison.Ordinal), recorded[0]);
        Assert.Equal(BacktestOutcome.CannotTell, other.Outcome);
        Assert.Contains("count within 2h", Assert.Single(other.Missing), StringComparison.Ordinal);
        Assert.Equal(ReplayOutcome.NotRecorded, new Replayer(new PolicyEngine(PolicySet.Parse(AtMostThree.Replace("1h", "2h", StringComparison.Ordinal)))).Replay(gateway.LastExchange).Outcome);
    }

    private static BacktestedDecision Backtest(string policies, RecordedDecision decision) => new Backtester(new PolicyEngine(PolicySet.Parse(policies))).Ask(decision);

    private static async Task EventsAsync(UpstreamConnection connection, IReadOnlyList<string> events)
    {
        await connection.BeginEventsAsync();
        await connection.ChunkAsync(string.Concat(events));
        await connection.EndAsync();
    }

    private static async Task<HttpStatusCode> StatusAsync(TestGateway gateway, string key = OneAgent.Key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions")
        {
            Content = new StringContent(Bodies.Ask("openai", "hello"), Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
        using var response = await gateway.Client.SendAsync(request);
        await response.Content.ReadAsStringAsync();
        return response.StatusCode;
    }
}
