using System.Text;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Forwarding;

public class HeaderTests
{
    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task The_clients_key_never_travels_upstream_and_the_upstreams_own_does(string dialect)
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer(dialect, "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var response = await SendAsync(gateway, dialect, request =>
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + OneAgent.Key);
            request.Headers.TryAddWithoutValidation("x-api-key", OneAgent.Key);
            request.Headers.TryAddWithoutValidation("api-key", OneAgent.Key);
            request.Headers.TryAddWithoutValidation("Cookie", "session=" + OneAgent.Key);
            request.Headers.TryAddWithoutValidation("x-custom", OneAgent.Key);
        });
        Assert.True(response.IsSuccessStatusCode);
        var received = Assert.Single(upstream.Requests);
        Assert.DoesNotContain(OneAgent.Key, received.Everything, StringComparison.Ordinal);
        Assert.Equal(
            dialect == "openai" ? "Bearer " + TestGateway.UpstreamKey : TestGateway.UpstreamKey,
            received.Headers[dialect == "openai" ? "Authorization" : "x-api-key"]);
        Assert.False(received.Headers.ContainsKey(dialect == "openai" ? "x-api-key" : "Authorization"));
    }

    [Fact]
    public async Task Only_the_dialects_headers_and_configured_ones_go_upstream()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("anthropic", "hi"));
        await using var gateway = await TestGateway.StartAsync(
            upstream.Address, change: o => o with { Upstreams = [.. o.Upstreams.Select(u => u with { PassHeaders = ["x-team"] })] });
        using var response = await SendAsync(gateway, "anthropic", request =>
        {
            request.Headers.TryAddWithoutValidation("x-api-key", OneAgent.Key);
            foreach (var name in (string[])["anthropic-version", "anthropic-beta", "x-stainless-lang", "x-team", "x-other", "TE", "X-Forwarded-For", "Accept-Encoding"])
            {
                request.Headers.TryAddWithoutValidation(name, name == "TE" ? "trailers" : "value1");
            }
        });
        Assert.True(response.IsSuccessStatusCode);
        var received = Assert.Single(upstream.Requests).Headers;
        Assert.Equal("value1", received["anthropic-version"]);
        Assert.Equal("value1", received["anthropic-beta"]);
        Assert.Equal("value1", received["x-stainless-lang"]);
        Assert.Equal("value1", received["x-team"]);
        Assert.Equal("identity", received["Accept-Encoding"]);
        Assert.False(received.ContainsKey("x-other"));
        Assert.False(received.ContainsKey("TE"));
        Assert.False(received.ContainsKey("X-Forwarded-For"));
    }

    [Fact]
    public async Task A_header_that_the_client_ties_to_its_connection_stays_here()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("anthropic", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var response = await SendAsync(gateway, "anthropic", request =>
        {
            request.Headers.TryAddWithoutValidation("x-api-key", OneAgent.Key);
            request.Headers.TryAddWithoutValidation("anthropic-beta", "b1");
            request.Headers.TryAddWithoutValidation("Connection", "anthropic-beta");
        });
        Assert.True(response.IsSuccessStatusCode);
        Assert.False(Assert.Single(upstream.Requests).Headers.ContainsKey("anthropic-beta"));
    }

    [Fact]
    public async Task Answers_keep_their_headers_but_those_about_one_connection_or_origin()
    {
        await using var upstream = ScriptedUpstream.Start((_, connection) => connection.JsonAsync(
            Bodies.Answer("openai", "hi"),
            headers: "x-request-id: req_1\r\nx-ratelimit-remaining-requests: 9\r\nSet-Cookie: a=b\r\nConnection: x-hop\r\nx-hop: 1\r\nServer: fake\r\nx-bartizan-exchange: forged\r\n"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal("req_1", response.Headers.GetValues("x-request-id").Single());
        Assert.Equal("9", response.Headers.GetValues("x-ratelimit-remaining-requests").Single());
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.False(response.Headers.Contains("x-hop"));
        Assert.False(response.Headers.Contains("Server"));
        Assert.StartsWith("exc_", response.Headers.GetValues("x-bartizan-exchange").Single(), StringComparison.Ordinal);
        Assert.True(long.Parse(response.Headers.GetValues("x-bartizan-overhead-us").Single()) > 0);
    }

    private static async Task<HttpResponseMessage> SendAsync(TestGateway gateway, string dialect, Action<HttpRequestMessage> change)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, dialect == "openai" ? "/openai/v1/chat/completions" : "/anthropic/v1/messages")
        {
            Content = new StringContent(Bodies.Ask(dialect, "hello"), Encoding.UTF8, "application/json"),
        };
        change(request);
        return await gateway.Client.SendAsync(request);
    }
}
