using System.Net;
using Bartizan.Gateway.Replay;
using Bartizan.Gateway.Tests.Mcp;
using Bartizan.Policy;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Histories;

/// <summary>No more than so much in total: sums of what calls say, through a real gateway.</summary>
public sealed class HistoryNumberTests
{
    private const string Limit = """
        @id("allow") permit(principal, action, resource);
        @id("too-much") @code("too_much") forbid(principal, action == Action::"callTool", resource == Tool::"transfer")
        when history { sum with this within 1d event(action == Action::"callTool", resource == Tool::"transfer", where event.outcome == "allowed").number("amount", "EUR", 600) > 1000 };
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Calls_pass_as_long_as_all_of_them_are_within_the_limit_and_a_smaller_one_may_pass_after_one_that_did_not(bool stream)
    {
        Assert.Equal(
            ["", "too_much", "", "too_much", ""],
            await RunAsync(Limit, stream, """{"amount":600}""", """{"amount":400.5}""", """{"amount":399.5,"to":"bob"}""", """{"amount":1}""", """{"amount":0}"""));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"amount":"1"}""")]
    [InlineData("""{"amount":-5}""")]
    [InlineData("""{"amount":601}""")]
    [InlineData("""{"amount":1e999}""")]
    [InlineData("""{"amount":1,"amount":600}""")]
    [InlineData("""{"amount":[1]}""")]
    public async Task A_call_that_does_not_plainly_say_its_number_does_not_pass_and_counts_nothing(string hostile) =>
        Assert.Equal(["unreadable_number", "", ""], await RunAsync(Limit, stream: false, hostile, """{"amount":600}""", """{"amount":400}"""));

    [Fact]
    public async Task Where_only_another_tool_s_policy_sums_it_the_number_must_be_said_all_the_same()
    {
        const string Policies = """
            @id("allow") permit(principal, action, resource);
            @id("no-export") forbid(principal, action == Action::"callTool", resource == Tool::"export")
            when history { sum within 1d event(action == Action::"callTool", resource == Tool::"transfer").number("amount", "EUR", 600) >= 10 };
            """;
        Assert.Equal(["unreadable_number", ""], await RunAsync(Policies, stream: false, """{"sum":5000}""", """{"amount":5}"""));
    }

    [Fact]
    public async Task Policies_in_shadow_mode_refuse_nothing_and_their_numbers_are_kept()
    {
        var store = new MemoryHistoryStore();
        Assert.Equal(["", "", ""], await RunAsync(Limit.Replace("@id(\"too-much\")", "@id(\"too-much\") @mode(\"shadow\")", StringComparison.Ordinal), stream: false, store, """{"amount":"x"}""", """{"amount":600}""", """{"amount":600}"""));
        Assert.Equal(["", "{\"amount EUR\":600}", "{\"amount EUR\":600}"], store.Rows.Where(r => r.Action == "callTool").Select(r => r.Numbers));
    }

    [Fact]
    public async Task Another_start_knows_what_was_said_before_and_what_was_refused_does_not_count()
    {
        var store = new MemoryHistoryStore();
        Assert.Equal(["", "too_much"], await RunAsync(Limit, stream: false, store, """{"amount":600}""", """{"amount":500}"""));
        Assert.Equal(["too_much", ""], await RunAsync(Limit, stream: true, store, """{"amount":401}""", """{"amount":400}"""));
    }

    [Fact]
    public async Task Of_many_calls_at_once_no_more_pass_than_the_limit_allows()
    {
        await using var upstream = ScriptedUpstream.Json(Answer("""{"amount":100}"""));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, Limit);
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(async _ =>
        {
            using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "go"));
            return Bodies.HasCode(await response.Content.ReadAsStringAsync(), "too_much");
        }));
        Assert.Equal((10, 14), (answers.Count(refused => !refused), answers.Count(refused => refused)));
        Assert.All(gateway.Exchanges, e => Assert.Equal(ReplayOutcome.Same, new Replayer(new PolicyEngine(PolicySet.Parse(Limit))).Replay(e).Outcome));
        Assert.All(gateway.Exchanges.SelectMany(e => new RecordedDecisions(new HashSet<string>()).Of(e)!), d => Assert.Equal(BacktestOutcome.Same, new Backtester(new PolicyEngine(PolicySet.Parse(Limit))).Ask(d).Outcome));
    }

    [Fact]
    public async Task At_mcp_servers_calls_are_summed_and_lists_show_the_tool_until_nothing_is_left()
    {
        await using var upstream = McpClient.Tools(() => McpClient.Tool("transfer"));
        await using var gateway = await TestGateway.StartAsync(
            upstream.Address, Limit.Replace("Tool::\"transfer\"", "Tool::\"test/transfer\"", StringComparison.Ordinal), mcp: McpClient.Options(upstream.Address));
        async Task<string> SendAsync(string body)
        {
            using var answer = await gateway.SendMcpAsync(body);
            return await answer.Content.ReadAsStringAsync();
        }

        Assert.Contains("\"transfer\"", await SendAsync(McpClient.Request("tools/list")), StringComparison.Ordinal);
        Assert.Contains("done", await SendAsync(McpClient.Call("transfer", """{"amount":600}""")), StringComparison.Ordinal);
        Assert.Contains("unreadable_number", await SendAsync(McpClient.Call("transfer", """{"amount":"400"}""")), StringComparison.Ordinal);
        Assert.Contains("too_much", await SendAsync(McpClient.Call("transfer", """{"amount":401}""")), StringComparison.Ordinal);
        Assert.Contains("done", await SendAsync(McpClient.Call("transfer", """{"amount":400}""")), StringComparison.Ordinal);
        Assert.Contains("\"transfer\"", await SendAsync(McpClient.Request("tools/list")), StringComparison.Ordinal); // a call of 0 would still pass
    }

    private static string Answer(string arguments) => Bodies.ToolAnswer("openai", "transfer", arguments);

    private static Task<List<string>> RunAsync(string policies, bool stream, params string[] calls) => RunAsync(policies, stream, new MemoryHistoryStore(), calls);

    private static async Task<List<string>> RunAsync(string policies, bool stream, MemoryHistoryStore store, params string[] calls)
    {
        var left = new Queue<string>(calls);
        await using var upstream = ScriptedUpstream.Start(async (_, connection) =>
        {
            if (!stream)
            {
                await connection.JsonAsync(Answer(left.Dequeue()));
                return;
            }

            await connection.BeginEventsAsync();
            foreach (var e in Bodies.ToolEvents("openai", "transfer", left.Dequeue()))
            {
                await connection.ChunkAsync(e);
            }

            await connection.EndAsync();
        });
        await using var gateway = await TestGateway.StartAsync(upstream.Address, policies, histories: store);
        var codes = new List<string>();
        while (left.Count > 0)
        {
            using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "go", stream));
            var text = await response.Content.ReadAsStringAsync();
            codes.Add(new[] { "too_much", "unreadable_number" }.FirstOrDefault(c => Bodies.HasCode(text, c)) ?? "");
            Assert.Equal(codes[^1].Length == 0, response.StatusCode == HttpStatusCode.OK && text.Contains("transfer", StringComparison.Ordinal));
        }

        return codes;
    }
}
