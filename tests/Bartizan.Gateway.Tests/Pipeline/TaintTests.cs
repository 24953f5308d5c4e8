using System.Net;
using Bartizan.Gateway.Configuration;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Pipeline;

/// <summary>What policies can know of a tool call, whole or streamed, in a real gateway.</summary>
public class TaintTests
{
    [Theory]
    [InlineData("openai", false)]
    [InlineData("openai", true)]
    [InlineData("anthropic", false)]
    [InlineData("anthropic", true)]
    public async Task Once_a_tool_returned_something_policy_knows_what_a_call_may_do(string dialect, bool stream)
    {
        await using var upstream = stream
            ? ScriptedUpstream.Events(string.Concat(Bodies.ToolEvents(dialect, "delete_all")))
            : ScriptedUpstream.Json(Bodies.ToolAnswer(dialect, "delete_all"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, TestGateway.AllowAll + """
            @id("seen") @code("seen_it") forbid(principal, action == Action::"callTool", resource)
              when { context.untrusted && context.privateData && context.canSend && context has origins && context.userTargets == [] };
            """);
        using var quiet = await gateway.AskAsync(dialect, Bodies.Ask(dialect, "hello", stream));
        Assert.DoesNotContain("seen_it", await quiet.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var read = await gateway.AskAsync(dialect, Bodies.AskWithToolResult(dialect, "some page", stream));
        Assert.Contains("seen_it", await read.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_that_is_known_changes_what_policy_sees()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.ToolAnswer("openai", "delete_all"));
        const string RuleOfTwo = TestGateway.AllowAll + """
            @id("two") forbid(principal, action == Action::"callTool", resource) when { context.untrusted && context.privateData && context.canSend };
            """;
        var body = Bodies.AskWithToolResult("openai", "some page");
        await using var strict = await TestGateway.StartAsync(upstream.Address, RuleOfTwo);
        using var held = await strict.AskAsync("openai", body);
        Assert.Equal(HttpStatusCode.Forbidden, held.StatusCode);
        await using var told = await TestGateway.StartAsync(upstream.Address, RuleOfTwo, options => options with { Tools = [new ToolOptions { Name = "delete_*", Outward = false }] });
        using var passed = await told.AskAsync("openai", body);
        Assert.Equal(HttpStatusCode.OK, passed.StatusCode);
    }
}
