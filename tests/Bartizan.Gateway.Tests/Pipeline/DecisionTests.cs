using System.Net;
using Bartizan.Core.Exchanges;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Pipeline;

public class DecisionTests
{
    private const string Email = "bob@example.org";

    public static TheoryData<string, bool> Matrix => new() { { "openai", false }, { "openai", true }, { "anthropic", false }, { "anthropic", true } };

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task What_no_policy_permits_is_blocked_and_never_forwarded(string dialect, bool stream)
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer(dialect, "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, policies: """permit(principal, action, resource) when { context.dialect == "none" };""");
        using var response = await gateway.AskAsync(dialect, Bodies.Ask(dialect, "hello", stream));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.True(Bodies.HasCode(await response.Content.ReadAsStringAsync(), "blocked_by_policy"));
        Assert.Empty(upstream.Requests);
        Assert.Equal(Verdict.Block, Assert.Single(gateway.Exchanges).Verdict);
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task A_forbid_says_its_own_message_and_code(string dialect, bool stream)
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer(dialect, "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, TestGateway.AllowAll + """
            @id("no-mail") @message("No addresses, please.") @code("no_mail")
            forbid(principal, action == Action::"invokeModel", resource) when { context.labels.contains("pii.email") && context.labels.contains("pii") };
            """);
        using var response = await gateway.AskAsync(dialect, Bodies.Ask(dialect, $"write to {Email}", stream));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(Bodies.HasCode(body, "no_mail"));
        Assert.Contains("No addresses, please.", body, StringComparison.Ordinal);
        var decision = Assert.Single(Assert.Single(gateway.Exchanges).Decisions);
        Assert.Equal(["no-mail"], decision.Policies);
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task A_denial_is_a_hold_only_when_every_forbid_asks_for_one(string dialect, bool stream)
    {
        const string Holds = """
            @id("hold") @hold("owner") forbid(principal, action == Action::"invokeModel", resource);
            """;
        const string Plain = """
            @id("plain") forbid(principal, action == Action::"invokeModel", resource) when { context.labels.contains("pii.email") };
            """;
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer(dialect, "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, TestGateway.AllowAll + Holds + Plain);
        using var held = await gateway.AskAsync(dialect, Bodies.Ask(dialect, "hello", stream));
        Assert.True(Bodies.HasCode(await held.Content.ReadAsStringAsync(), "held_for_approval"));
        using var blocked = await gateway.AskAsync(dialect, Bodies.Ask(dialect, Email, stream));
        Assert.True(Bodies.HasCode(await blocked.Content.ReadAsStringAsync(), "blocked_by_policy"));
        Assert.Equal(HttpStatusCode.Forbidden, held.StatusCode);
        Assert.Equal([Verdict.Hold, Verdict.Block], gateway.Exchanges.Select(e => e.Verdict));
        Assert.Equal("owner", gateway.Exchanges[0].Decisions[0].HoldFor);
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task What_a_permit_wants_redacted_is_masked_on_its_way_to_the_model(string dialect, bool stream)
    {
        await using var upstream = Upstream(dialect, stream, "fine");
        await using var gateway = await TestGateway.StartAsync(upstream.Address, """@id("mask") @redact("pii.*") permit(principal, action, resource);""");
        using var response = await gateway.AskAsync(dialect, Bodies.Ask(dialect, $"write to {Email} now", stream));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            Bodies.Ask(dialect, $"write to {Email} now", stream).Replace(Email, "[redacted:pii.email]", StringComparison.Ordinal),
            Assert.Single(upstream.Requests).Body);
        Assert.Equal(Verdict.Redact, Assert.Single(gateway.Exchanges).Verdict);
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task And_on_its_way_back_however_it_is_cut(string dialect, bool stream)
    {
        await using var upstream = Upstream(dialect, stream, "write to b", "ob@exam", "ple.org now");
        await using var gateway = await TestGateway.StartAsync(upstream.Address, """@id("mask") @redact("pii.*") permit(principal, action, resource);""");
        using var response = await gateway.AskAsync(dialect, Bodies.Ask(dialect, "hello", stream));
        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains("[redacted:pii.email]", body, StringComparison.Ordinal);
        Assert.DoesNotContain("exam", body, StringComparison.Ordinal);
        var exchange = Assert.Single(gateway.Exchanges);
        Assert.Equal(Verdict.Redact, exchange.Verdict);
        Assert.Equal("pii.email", Assert.Single(Assert.Single(exchange.Response).Findings).Label);
        Assert.Equal(5, exchange.OutputTokens ?? 5);
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task An_answer_that_policy_forbids_does_not_reach_the_client(string dialect, bool stream)
    {
        await using var upstream = Upstream(dialect, stream, "Sure. Write to b", "ob@exam", "ple.org now");
        await using var gateway = await TestGateway.StartAsync(upstream.Address, TestGateway.AllowAll + """
            @id("no-mail") @code("no_mail") forbid(principal, action == Action::"returnAnswer", resource) when { context.labels.contains("pii.email") };
            """);
        using var response = await gateway.AskAsync(dialect, Bodies.Ask(dialect, "hello", stream));
        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains("no_mail", body, StringComparison.Ordinal);
        Assert.DoesNotContain("exam", body, StringComparison.Ordinal);
        Assert.Equal(stream ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(Verdict.Block, Assert.Single(gateway.Exchanges).Verdict);
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task A_proposed_tool_call_is_decided_before_the_client_sees_it(string dialect, bool stream)
    {
        await using var upstream = stream
            ? ScriptedUpstream.Events(string.Concat(Bodies.ToolEvents(dialect, "delete_all")))
            : ScriptedUpstream.Json(Bodies.ToolAnswer(dialect, "delete_all"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, TestGateway.AllowAll + """
            @id("no-delete") @code("tool_forbidden") forbid(principal, action == Action::"callTool", resource == Tool::"delete_all") when { context.untrusted };
            """);
        using var clean = await gateway.AskAsync(dialect, Bodies.Ask(dialect, "hello", stream));
        Assert.Contains("delete_all", await clean.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var untrusted = await gateway.AskAsync(dialect, Bodies.AskWithToolResult(dialect, "some page", stream));
        var body = await untrusted.Content.ReadAsStringAsync();
        Assert.Contains("tool_forbidden", body, StringComparison.Ordinal);
        Assert.DoesNotContain("delete_all", body, StringComparison.Ordinal);
        Assert.Equal(["invokeModel", "returnAnswer", "callTool"], gateway.Exchanges[1].Decisions.Select(d => d.Action));
        Assert.Equal([Verdict.Allow, Verdict.Block], gateway.Exchanges.Select(e => e.Verdict));
    }

    [Fact]
    public async Task A_principal_is_known_to_policy_by_name_owner_and_tags()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, """
            permit(principal == Agent::"agt_test", action, resource) when {
              principal.name == "test-agent" && principal.owner == "owner@example.org" && principal.tags.team == "payments" && context.agentName == "test-agent" };
            """);
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_policy_put_in_force_decides_the_next_exchange()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var before = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        gateway.State.Swap(gateway.State.Current with { Policies = new Policy.PolicyEngine(Policy.PolicySet.Empty) });
        using var after = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Forbidden], [before.StatusCode, after.StatusCode]);
    }

    private static ScriptedUpstream Upstream(string dialect, bool stream, params string[] pieces) => stream
        ? ScriptedUpstream.Events(string.Concat(Bodies.Events(dialect, pieces)))
        : ScriptedUpstream.Json(Bodies.Answer(dialect, string.Concat(pieces)));
}
