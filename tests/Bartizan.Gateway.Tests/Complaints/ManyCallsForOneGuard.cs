using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Complaints;

/// <summary>Theme 9, one guard that makes many calls of a model: NeMo #743, #1109, #1192.</summary>
public class ManyCallsForOneGuard
{
    [Fact]
    public async Task Guarding_one_exchange_asked_models_several_times()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "ok"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, RedTeam.Loot.Masked);
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", $"use {RedTeam.Loot.Key} for it"));
        Assert.Single(upstream.Requests);
        Assert.Equal("1", Assert.Single(response.Headers.GetValues("x-bartizan-attempts")));
    }
}
