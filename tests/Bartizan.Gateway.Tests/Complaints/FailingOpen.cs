using System.Net;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Complaints;

/// <summary>Theme 4, guards that fail open under load or error: litellm #30728; agentgateway's default for every guard but webhooks; Bifrost's prompt guardrails "by design"; Portkey #1584.</summary>
public class FailingOpen
{
    [Fact]
    public async Task A_guard_that_broke_let_the_text_through_in_clear()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "ok"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, inspectors: new WordInspector("apple", "test.fruit", failsOn: "boom"));
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "boom"));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task Under_load_some_requests_slipped_past_the_broken_guard()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "ok"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, inspectors: new WordInspector("apple", "test.fruit", failsOn: "boom"));
        var responses = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => gateway.AskAsync("openai", Bodies.Ask("openai", "boom"))));
        Assert.All(responses, r => Assert.Equal(HttpStatusCode.Forbidden, r.StatusCode));
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task What_could_not_be_recorded_was_answered_all_the_same()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "the answer"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        gateway.Log.Fails = true;
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hi"));
        Assert.DoesNotContain("the answer", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
