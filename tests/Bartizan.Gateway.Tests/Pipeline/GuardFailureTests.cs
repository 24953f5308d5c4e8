using System.Net;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Pipeline;

public class GuardFailureTests
{
    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_failed_inspector_closes_the_gate(string dialect)
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer(dialect, "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, inspectors: new WordInspector("apple", "test.fruit", failsOn: "boom"));
        using var response = await gateway.AskAsync(dialect, Bodies.Ask(dialect, "boom"));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.True(Bodies.HasCode(await response.Content.ReadAsStringAsync(), "guard_unavailable"));
        Assert.Empty(upstream.Requests);
        Assert.Contains("words:", Assert.Single(Assert.Single(gateway.Exchanges).GuardFailures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Also_on_the_way_back()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "boom"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, inspectors: new WordInspector("apple", "test.fruit", failsOn: "boom"));
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.True(Bodies.HasCode(await response.Content.ReadAsStringAsync(), "guard_unavailable"));
    }

    [Fact]
    public async Task Unless_the_policy_that_permits_it_says_otherwise()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(
            upstream.Address, """@onGuardFailure("allow") permit(principal, action, resource);""", inspectors: new WordInspector("apple", "test.fruit", failsOn: "boom"));
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "boom"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(Assert.Single(gateway.Exchanges).GuardFailures);
    }

    [Fact]
    public async Task A_permit_that_does_not_apply_cannot_say_so()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(
            upstream.Address,
            TestGateway.AllowAll + """@onGuardFailure("allow") permit(principal == Agent::"another", action, resource);""",
            inspectors: new WordInspector("apple", "test.fruit", failsOn: "boom"));
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "boom"));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }
}
