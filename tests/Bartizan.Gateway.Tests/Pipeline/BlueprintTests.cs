using System.Net;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Gateway.Replay;
using Bartizan.Gateway.Tests.Mcp;
using Bartizan.Gateway.Tests.Support;
using Bartizan.Policy;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Pipeline;

public class BlueprintTests
{
    [Theory]
    [InlineData("gpt-*", 200)]
    [InlineData("claude*", 403)]
    public async Task The_models_of_its_blueprint_bound_an_agent_that_shows_its_key(string entry, int status)
    {
        var (actual, record) = await AskAsync(TestBlueprints.Of(new TokenAuthority([entry], [])));
        Assert.Equal((status, "billing@3"), (actual, record.Blueprint));
        Assert.Equal(status == 200 ? "allow" : "billing@3", string.Join(' ', record.Decisions[0].Policies));
        Assert.Equal(ReplayOutcome.Same, new Replayer(new PolicyEngine(PolicySet.Parse(TestGateway.AllowAll))).Replay(record).Outcome);
    }

    [Theory]
    [InlineData("""@id("open") permit (principal, action, resource); @id("no-test") forbid (principal, action, resource == Model::"gpt-test");""", "billing@3/no-test")]
    [InlineData("""permit (principal, action, resource == Model::"gpt-other");""", "billing@3")]
    [InlineData("""permit (principal, action, resource) when { context.stream };""", "billing@3")]
    [InlineData("""permit (principal, action, resource) when { principal.name == "test-agent" };""", null)]
    [InlineData("""permit (principal, action, resource); @mode("shadow") forbid (principal, action, resource);""", null)]
    [InlineData("this was never Cedar", "billing@3")]
    public async Task Its_ceiling_is_asked_the_same_question_and_must_allow_it(string ceiling, string? refusedBy)
    {
        var (status, record) = await AskAsync(TestBlueprints.Of(ceiling: ceiling));
        Assert.Equal(refusedBy is null ? 200 : 403, status);
        Assert.Equal((refusedBy ?? "allow", refusedBy is null ? "" : "outside_blueprint"), (string.Join(' ', record.Decisions[0].Policies), record.Decisions[0].Code));
    }

    [Fact]
    public async Task It_takes_leave_and_never_gives_it_nor_masks()
    {
        var (status, record) = await AskAsync(TestBlueprints.Of(ceiling: "permit (principal, action, resource);"), """@id("none") forbid (principal, action, resource);""");
        Assert.Equal((403, "none"), (status, Assert.Single(record.Decisions[0].Policies)));
        (status, record) = await AskAsync(TestBlueprints.Of(ceiling: """@redact("pii.email") @onGuardFailure("allow") permit (principal, action, resource);"""));
        Assert.Equal((200, Verdict.Allow), (status, record.Verdict));
    }

    [Fact]
    public async Task The_blueprints_of_those_it_acts_for_bound_it_too()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        var facts = TestTokens.For("red");
        var owner = facts.ActsFor[0] with { Blueprint = TestBlueprints.Of(new TokenAuthority(["claude*"], [])) };
        await using var gateway = await TestGateway.StartAsync(upstream.Address, tokens: new TestTokens(facts with { ActsFor = [owner] }));
        using var response = await gateway.AskWithTokenAsync();
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(("outside_blueprint", "billing@3"), (gateway.LastExchange.Decisions[0].Code, Assert.Single(gateway.LastExchange.Decisions[0].Policies)));
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task At_mcp_servers_lists_hold_what_it_allows_and_calls_of_the_rest_are_refused()
    {
        await using var upstream = McpClient.Tools(() => $"{McpClient.Tool("get")},{McpClient.Tool("set")}");
        var agent = new OneAgent { Blueprint = TestBlueprints.Of(new TokenAuthority([], ["test/*"]), """permit (principal, action, resource); forbid (principal, action, resource == Tool::"test/set");""") };
        await using var gateway = await TestGateway.StartAsync(upstream.Address, mcp: McpClient.Options(upstream.Address), agent: agent);
        async Task<string> SendAsync(string body)
        {
            using var answer = await gateway.SendMcpAsync(body);
            return await answer.Content.ReadAsStringAsync();
        }

        var list = await SendAsync(McpClient.Request("tools/list"));
        Assert.Contains("\"get\"", list, StringComparison.Ordinal);
        Assert.DoesNotContain("\"set\"", list, StringComparison.Ordinal);
        Assert.Contains("done", await SendAsync(McpClient.Call("get")), StringComparison.Ordinal);
        Assert.Contains("outside_blueprint", await SendAsync(McpClient.Call("set")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backtest_does_not_say_that_what_policy_refused_would_pass_where_nothing_is_known_of_the_blueprint()
    {
        var (_, record) = await AskAsync(TestBlueprints.Of(), """@id("none") forbid (principal, action, resource);""");
        var recorded = new RecordedDecisions(new HashSet<string>()).Of(record)!;
        var answer = new Backtester(new PolicyEngine(PolicySet.Parse(TestGateway.AllowAll))).Ask(recorded[0]);
        Assert.Equal((BacktestOutcome.CannotTell, BlueprintSource.Unknown, "what an agent's blueprint allows"), (answer.Outcome, answer.Blueprints, Assert.Single(answer.Missing)));
    }

    private static async Task<(int Status, ExchangeRecord Record)> AskAsync(Blueprint blueprint, string policies = TestGateway.AllowAll)
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, policies, agent: new OneAgent { Blueprint = blueprint });
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "write to bob@example.org", model: "gpt-test"));
        Assert.Equal(response.IsSuccessStatusCode, !upstream.Requests.IsEmpty);
        return ((int)response.StatusCode, gateway.LastExchange);
    }
}
