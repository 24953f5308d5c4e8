using System.Net;
using Bartizan.Core.Exchanges;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Pipeline;

/// <summary>Policies in shadow mode in a real gateway: they are asked and noted, and change no byte.</summary>
public class ShadowTests
{
    private const string Word = "word";

    [Theory]
    [InlineData("openai", false)]
    [InlineData("openai", true)]
    [InlineData("anthropic", false)]
    [InlineData("anthropic", true)]
    public async Task A_shadow_forbid_stops_no_message_and_is_recorded(string dialect, bool stream)
    {
        var answer = stream ? string.Concat(Bodies.Events(dialect, "say the ", "word", " now")) : Bodies.Answer(dialect, "say the word now");
        await using var upstream = stream ? ScriptedUpstream.Events(answer) : ScriptedUpstream.Json(answer);
        await using var gateway = await StartAsync(upstream, """
            @id("try") @mode("shadow") @code("tried") forbid(principal, action, resource) when { context.labels.contains("test") };
            """);
        using var response = await gateway.AskAsync(dialect, Bodies.Ask(dialect, "the word", stream));
        Assert.Equal(answer, await response.Content.ReadAsStringAsync());
        Assert.Equal(Bodies.Ask(dialect, "the word", stream), Assert.Single(upstream.Requests).Body);
        var exchange = Assert.Single(gateway.Exchanges);
        Assert.Equal(Verdict.Allow, exchange.Verdict);
        Assert.Equal(["invokeModel", "returnAnswer"], exchange.Decisions.Select(d => d.Action));
        Assert.All(exchange.Decisions, d => Assert.Equal((Verdict.Allow, Verdict.Block, "tried"), (d.Verdict, d.Shadow!.Verdict, d.Shadow.Code)));
        Assert.All(exchange.Decisions, d => Assert.Equal(["try"], d.Shadow!.Policies));
    }

    [Theory]
    [InlineData("openai", false)]
    [InlineData("openai", true)]
    [InlineData("anthropic", false)]
    [InlineData("anthropic", true)]
    public async Task A_shadow_hold_stops_no_tool_call(string dialect, bool stream)
    {
        var answer = stream ? string.Concat(Bodies.ToolEvents(dialect, "delete_all")) : Bodies.ToolAnswer(dialect, "delete_all");
        await using var upstream = stream ? ScriptedUpstream.Events(answer) : ScriptedUpstream.Json(answer);
        await using var gateway = await StartAsync(upstream, """
            @id("try") @mode("shadow") @hold("owner") forbid(principal, action == Action::"callTool", resource);
            """);
        using var response = await gateway.AskAsync(dialect, Bodies.Ask(dialect, "hello", stream));
        Assert.Equal(answer, await response.Content.ReadAsStringAsync());
        var call = Assert.Single(Assert.Single(gateway.Exchanges).Decisions, d => d.Action == "callTool");
        Assert.Equal((Verdict.Allow, Verdict.Hold, "owner"), (call.Verdict, call.Shadow!.Verdict, call.Shadow.HoldFor));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_shadow_redact_masks_nothing(bool stream)
    {
        var answer = stream ? string.Concat(Bodies.Events("openai", "the word ", "and")) : Bodies.Answer("openai", "the word and");
        await using var upstream = stream ? ScriptedUpstream.Events(answer) : ScriptedUpstream.Json(answer);
        await using var gateway = await StartAsync(upstream, """@id("try") @mode("shadow") @redact("test.*") permit(principal, action, resource);""");
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "a word", stream));
        Assert.Equal(answer, await response.Content.ReadAsStringAsync());
        Assert.Contains("a word", Assert.Single(upstream.Requests).Body, StringComparison.Ordinal);
        Assert.All(Assert.Single(gateway.Exchanges).Decisions, d => Assert.Equal((Verdict.Allow, Verdict.Redact), (d.Verdict, d.Shadow!.Verdict)));
    }

    [Fact]
    public async Task A_shadow_permit_lets_nothing_pass()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, """@id("try") @mode("shadow") permit(principal, action, resource);""");
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(upstream.Requests);
        Assert.Equal(Verdict.Allow, Assert.Single(Assert.Single(gateway.Exchanges).Decisions).Shadow!.Verdict);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_shadow_permit_opens_no_gate_that_a_failed_inspector_closed(bool stream)
    {
        await using var upstream = stream ? ScriptedUpstream.Events(string.Concat(Bodies.Events("openai", "boom "))) : ScriptedUpstream.Json(Bodies.Answer("openai", "boom"));
        await using var gateway = await TestGateway.StartAsync(
            upstream.Address,
            TestGateway.AllowAll + """@id("try") @mode("shadow") @onGuardFailure("allow") permit(principal, action, resource);""",
            inspectors: new WordInspector(Word, "test.word", failsOn: "boom"));
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello", stream));
        Assert.True(Bodies.HasCode(await response.Content.ReadAsStringAsync(), "guard_unavailable"));
        var last = Assert.Single(gateway.Exchanges).Decisions[^1];
        Assert.Equal((Verdict.Block, Verdict.Allow), (last.Verdict, last.Shadow!.Verdict));
    }

    [Fact]
    public async Task Where_nothing_else_would_be_done_nothing_is_noted()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "word"));
        await using var gateway = await StartAsync(upstream, """
            @id("more") @mode("shadow") @redact("other.*") permit(principal, action, resource);
            @id("never") @mode("shadow") forbid(principal, action, resource) when { context.labels.contains("other") };
            """);
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "word"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.All(Assert.Single(gateway.Exchanges).Decisions, d => Assert.Null(d.Shadow));
    }

    [Fact]
    public async Task A_decision_names_the_policies_that_it_was_a_trial_of()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, """
            @id("allow") permit(principal, action, resource);
            @id("no-secrets") forbid(principal, action == Action::"invokeModel", resource) when { context.labels.contains("test") };
            @id("asked") @mode("shadow") forbid(principal, action == Action::"invokeModel", resource) when { context.labels.contains("other") };
            @id("elsewhere") @mode("shadow") forbid(principal, action == Action::"callTool", resource);
            @id("more") @mode("shadow") permit(principal, action == Action::"invokeModel", resource);
            """, inspectors: new WordInspector(Word, "test.word"));
        using var passed = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        var trials = gateway.LastExchange.Decisions[0].Trials!;
        Assert.Equal(["asked", "more"], trials.Select(t => t[..t.IndexOf('@', StringComparison.Ordinal)]));
        Assert.All(trials, t => Assert.Matches("@[0-9a-f]{8}$", t));
        Assert.Null(gateway.LastExchange.Decisions[1].Trials);

        // Of what does not pass anyway a forbid learns nothing.
        using var stopped = await gateway.AskAsync("openai", Bodies.Ask("openai", "word"));
        Assert.StartsWith("more@", Assert.Single(gateway.LastExchange.Decisions[0].Trials!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_would_replace_values_opens_no_session()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await StartAsync(upstream, """@id("try") @mode("shadow") @tokenise("pii.*") permit(principal, action == Action::"invokeModel", resource);""");
        gateway.Client.DefaultRequestHeaders.Add("x-bartizan-session", new string('s', 10_000));
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_metrics_count_what_would_have_been_done()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await StartAsync(upstream, """@id("try") @mode("shadow") forbid(principal, action == Action::"invokeModel", resource);""");
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        var metrics = await gateway.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Contains("bartizan_shadow_decisions_total{action=\"invokeModel\",verdict=\"block\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("bartizan_exchanges_total{verdict=\"allow\"} 1\n", metrics, StringComparison.Ordinal);
    }

    private static Task<TestGateway> StartAsync(ScriptedUpstream upstream, string policies) =>
        TestGateway.StartAsync(upstream.Address, TestGateway.AllowAll + policies, inspectors: new WordInspector(Word, "test.word"));
}
