using System.Net;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Hosting;

public class HealthTests
{
    [Fact]
    public async Task It_lives_is_ready_and_counts()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var live = await gateway.Client.GetAsync(new Uri("/livez", UriKind.Relative));
        using var ready = await gateway.Client.GetAsync(new Uri("/readyz", UriKind.Relative));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [live.StatusCode, ready.StatusCode]);
        for (var i = 0; i < 3; i++)
        {
            using var _ = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        }

        var metrics = await gateway.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Contains("bartizan_exchanges_total{verdict=\"allow\"} 3\n", metrics, StringComparison.Ordinal);
        Assert.Contains("bartizan_responses_total{status=\"2xx\"} 3\n", metrics, StringComparison.Ordinal);
        Assert.Contains("bartizan_overhead_seconds_count 3\n", metrics, StringComparison.Ordinal);
        Assert.Contains("bartizan_exchanges_in_flight 0\n", metrics, StringComparison.Ordinal);
    }
}
