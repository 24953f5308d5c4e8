using System.Net;
using System.Text;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Tests.Forwarding;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Pipeline;

public class RecordingTests
{
    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task An_answer_waits_for_its_record(string dialect)
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer(dialect, "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        gateway.Log.Hold();
        var asking = gateway.AskAsync(dialect, Bodies.Ask(dialect, "hello"));
        await FailureTests.Until(() => !upstream.Requests.IsEmpty);
        await Task.Delay(200);
        Assert.False(asking.IsCompleted);
        gateway.Log.Release();
        using var response = await asking;
        Assert.Equal(Bodies.Answer(dialect, "hi"), await response.Content.ReadAsStringAsync());
        Assert.Single(gateway.Exchanges);
    }

    [Theory]
    [InlineData("openai", "[DONE]")]
    [InlineData("anthropic", "message_stop")]
    public async Task A_stream_flows_but_its_end_waits_for_its_record(string dialect, string end)
    {
        var events = Bodies.Events(dialect, "Hello there. ", "How are you? ");
        // The last event comes by itself: bytes that arrive together with it would rightly wait with it.
        var readSoFar = new TaskCompletionSource();
        await using var upstream = ScriptedUpstream.Start(async (_, connection) =>
        {
            await connection.BeginEventsAsync();
            await connection.ChunkAsync(string.Concat(events.SkipLast(1)));
            await readSoFar.Task;
            await connection.ChunkAsync(events[^1]);
            await connection.EndAsync();
        });
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        gateway.Log.Hold();
        using var response = await gateway.AskAsync(dialect, Bodies.Ask(dialect, "hello", stream: true), HttpCompletionOption.ResponseHeadersRead);
        using var stream = await response.Content.ReadAsStreamAsync();
        var expected = string.Concat(events.SkipLast(1));
        var received = new StringBuilder();
        var buffer = new byte[4096];
        while (received.Length < expected.Length)
        {
            received.Append(Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer)));
        }

        Assert.Equal(expected, received.ToString());
        readSoFar.SetResult();
        await Task.Delay(200);
        Assert.Empty(gateway.Exchanges);
        gateway.Log.Release();
        for (int read; (read = await stream.ReadAsync(buffer)) > 0;)
        {
            received.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        Assert.Equal(string.Concat(events), received.ToString());
        Assert.Contains(end, events[^1], StringComparison.Ordinal);
        Assert.Single(gateway.Exchanges);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_recorded_is_not_given()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "the answer"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        gateway.Log.Fails = true;
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(Bodies.HasCode(body, "record_unavailable"));
        Assert.DoesNotContain("the answer", body, StringComparison.Ordinal);
        using var ready = await gateway.Client.GetAsync(new Uri("/readyz", UriKind.Relative));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
    }

    [Theory]
    [InlineData("openai", "[DONE]")]
    [InlineData("anthropic", "message_stop")]
    public async Task A_stream_that_cannot_be_recorded_does_not_end_well(string dialect, string end)
    {
        await using var upstream = ScriptedUpstream.Events(string.Concat(Bodies.Events(dialect, "Hello there. ")));
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        gateway.Log.Fails = true;
        using var response = await gateway.AskAsync(dialect, Bodies.Ask(dialect, "hello", stream: true));
        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains("record_unavailable", body, StringComparison.Ordinal);
        Assert.False(dialect == "anthropic" && body.Contains(end, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Text_is_kept_only_as_digests_unless_it_is_to_be_sealed()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "my secret answer"));
        await using var digests = await TestGateway.StartAsync(upstream.Address);
        using var first = await digests.AskAsync("openai", Bodies.Ask("openai", "my secret question"));
        var record = Encoding.UTF8.GetString(Assert.Single(digests.Log.Events).Event.Json.Span);
        Assert.DoesNotContain("my secret", record, StringComparison.Ordinal);
        Assert.All(Assert.Single(digests.Exchanges).Request, s => Assert.Null(s.Sealed));

        await using var sealing = await TestGateway.StartAsync(upstream.Address, change: o => o with { RecordedContent = RecordedContent.Sealed });
        using var second = await sealing.AskAsync("openai", Bodies.Ask("openai", "my secret question"));
        var exchange = Assert.Single(sealing.Exchanges);
        Assert.Equal("sealed:my secret question", Assert.Single(exchange.Request).Sealed);
        Assert.Equal("sealed:my secret answer", Assert.Single(exchange.Response).Sealed);
    }

    [Fact]
    public async Task A_record_says_who_what_where_and_how_long()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("anthropic", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var response = await gateway.AskAsync("anthropic", Bodies.Ask("anthropic", "hello"));
        var exchange = Assert.Single(gateway.Exchanges);
        Assert.Equal(response.Headers.GetValues("x-bartizan-exchange").Single(), exchange.Id);
        Assert.Equal(("agt_test", "test-agent", "anthropic-messages", "POST /anthropic/v1/messages"), (exchange.Agent, exchange.AgentName, exchange.Dialect, exchange.Route));
        Assert.Equal(("claude-test", "fake-anthropic", 200, Verdict.Allow), (exchange.Model, exchange.Upstream, exchange.Status, exchange.Verdict));
        Assert.Equal((3, 5), (exchange.InputTokens, exchange.OutputTokens));
        Assert.True(exchange.Timing.Total >= exchange.Timing.Overhead && exchange.Timing.UpstreamFirstByte > 0);
    }

    [Fact]
    public async Task Callers_without_a_key_cannot_fill_the_log()
    {
        await using var upstream = ScriptedUpstream.Json("{}");
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        for (var i = 0; i < 200; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions") { Content = new StringContent(Bodies.Ask("openai", "hello")) };
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer btz_wrong");
            using var response = await gateway.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        // The minute may turn in between, and then begins anew.
        Assert.InRange(gateway.Exchanges.Count, 60, 120);
        Assert.All(gateway.Exchanges, e => Assert.Equal((null, Verdict.Block, 401), (e.Agent, e.Verdict, e.Status)));
    }
}
