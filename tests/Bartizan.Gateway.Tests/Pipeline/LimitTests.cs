using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Pipeline;

public class LimitTests
{
    [Theory]
    [InlineData("openai", true)]
    [InlineData("openai", false)]
    [InlineData("anthropic", true)]
    [InlineData("anthropic", false)]
    public async Task A_body_over_the_limit_is_refused_whether_or_not_it_says_its_length(string dialect, bool saysLength)
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer(dialect, "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, change: o => o with { Limits = o.Limits with { RequestBody = 4096 } });
        using var response = await SendAsync(gateway, dialect, new StringContent(Bodies.Ask(dialect, new string('a', 5_000))), request => request.Headers.TransferEncodingChunked = !saysLength);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.True(Bodies.HasCode(await response.Content.ReadAsStringAsync(), "request_too_large"));
        using var within = await SendAsync(gateway, dialect, new StringContent(Bodies.Ask(dialect, new string('a', 3_000))), request => request.Headers.TransferEncodingChunked = !saysLength);
        Assert.Equal(HttpStatusCode.OK, within.StatusCode);
    }

    [Theory]
    [InlineData("not json", "invalid_json")]
    [InlineData("", "invalid_json")]
    [InlineData("""{"model":"a","model":"b","messages":[]}""", "duplicate_key")]
    public async Task A_body_that_cannot_be_read_is_refused_and_recorded(string body, string code)
    {
        await using var upstream = ScriptedUpstream.Json("{}");
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var response = await gateway.AskAsync("openai", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True(Bodies.HasCode(await response.Content.ReadAsStringAsync(), code));
        Assert.Empty(upstream.Requests);
        Assert.Single(gateway.Exchanges);
    }

    [Fact]
    public async Task A_client_that_stalls_in_the_middle_of_its_body_is_given_up()
    {
        await using var upstream = ScriptedUpstream.Json("{}");
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, gateway.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /openai/v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {OneAgent.Key}\r\nContent-Length: 100000\r\n\r\n{{\"model\":"));
        using var reader = new StreamReader(client.GetStream());
        var answer = await reader.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        Assert.True(Bodies.HasCode(answer, "client_too_slow"));
        Assert.Equal(408, Assert.Single(gateway.Exchanges).Status);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task A_compressed_body_is_refused()
    {
        await using var upstream = ScriptedUpstream.Json("{}");
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        var content = new ByteArrayContent([1, 2, 3]);
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await SendAsync(gateway, "openai", content, _ => { });
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task A_model_that_nobody_serves_is_refused()
    {
        await using var upstream = ScriptedUpstream.Json("{}");
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hi", model: "claude-test"));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.True(Bodies.HasCode(await response.Content.ReadAsStringAsync(), "unknown_model"));
    }

    [Theory]
    [InlineData("POST", "/openai/v1/files", "application/json")]
    [InlineData("POST", "/openai/v1/chat/completions/", "application/json")]
    [InlineData("GET", "/openai/v1/chat/completions", "application/json")]
    [InlineData("POST", "/anthropic/v1/messages/batches", "application/json")]
    [InlineData("GET", "/", "application/problem+json")]
    [InlineData("POST", "/openai/v1//chat/completions", "application/json")]
    public async Task A_route_that_is_not_served_is_refused(string method, string path, string type)
    {
        await using var upstream = ScriptedUpstream.Json("{}");
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + OneAgent.Key);
        using var response = await gateway.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.True(Bodies.HasCode(await response.Content.ReadAsStringAsync(), "unknown_route"));
        Assert.Empty(upstream.Requests);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task Without_a_known_key_nothing_is_read(string dialect)
    {
        await using var upstream = ScriptedUpstream.Json("{}");
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var request = new HttpRequestMessage(HttpMethod.Post, dialect == "openai" ? "/openai/v1/chat/completions" : "/anthropic/v1/messages")
        {
            Content = new StringContent("not even json"),
        };
        using var response = await gateway.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.True(Bodies.HasCode(await response.Content.ReadAsStringAsync(), "missing_key"));
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task Models_are_listed_from_the_configuration_without_patterns()
    {
        await using var upstream = ScriptedUpstream.Json("{}");
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openai/v1/models");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", OneAgent.Key);
        using var response = await gateway.Client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains("\"gpt-test\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain("*", body, StringComparison.Ordinal);
        Assert.DoesNotContain("claude", body, StringComparison.Ordinal);
        using var without = await gateway.Client.GetAsync(new Uri("/openai/v1/models", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
    }

    private static async Task<HttpResponseMessage> SendAsync(TestGateway gateway, string dialect, HttpContent content, Action<HttpRequestMessage> change)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, dialect == "openai" ? "/openai/v1/chat/completions" : "/anthropic/v1/messages") { Content = content };
        request.Headers.TryAddWithoutValidation("x-api-key", OneAgent.Key);
        change(request);
        return await gateway.Client.SendAsync(request);
    }
}
