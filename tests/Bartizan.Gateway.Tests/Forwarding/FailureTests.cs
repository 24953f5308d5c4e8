using System.Net;
using Bartizan.Testing;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Forwarding;

public class FailureTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(300);

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task An_upstream_that_is_not_there_is_said_in_the_dialect(string dialect)
    {
        var upstream = ScriptedUpstream.Json("{}");
        var address = upstream.Address;
        await upstream.DisposeAsync();
        await using var gateway = await TestGateway.StartAsync(address);
        using var response = await gateway.AskAsync(dialect, Bodies.Ask(dialect, "hello"));
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.True(Bodies.HasCode(await response.Content.ReadAsStringAsync(), "upstream_unreachable"));
        Assert.Equal("UpstreamConnect", Assert.Single(gateway.Exchanges).Failure);
    }

    [Fact]
    public async Task A_silent_upstream_times_out_before_its_first_byte()
    {
        await using var upstream = ScriptedUpstream.Start((_, connection) => connection.StallAsync());
        await using var gateway = await TestGateway.StartAsync(upstream.Address, change: o => o with { Timeouts = o.Timeouts with { FirstByte = Soon } });
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal("UpstreamFirstByteTimeout", Assert.Single(gateway.Exchanges).Failure);
    }

    [Fact]
    public async Task The_exchange_as_a_whole_has_an_end()
    {
        await using var upstream = ScriptedUpstream.Start((_, connection) => connection.StallAsync());
        await using var gateway = await TestGateway.StartAsync(upstream.Address, change: o => o with { Timeouts = o.Timeouts with { Total = Soon } });
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal("TotalTimeout", Assert.Single(gateway.Exchanges).Failure);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_stream_that_stalls_ends_with_the_dialects_error_after_what_had_come(string dialect)
    {
        await using var upstream = ScriptedUpstream.Start(async (_, connection) =>
        {
            await connection.BeginEventsAsync();
            await connection.ChunkAsync(string.Concat(Bodies.Events(dialect, "Hello there, ", "friend. ").Take(4)));
            await connection.StallAsync();
        });
        await using var gateway = await TestGateway.StartAsync(upstream.Address, change: o => o with { Timeouts = o.Timeouts with { Idle = Soon } });
        using var response = await gateway.AskAsync(dialect, Bodies.Ask(dialect, "hello", stream: true));
        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains("Hello there", text, StringComparison.Ordinal);
        Assert.Contains("upstream_timeout", text, StringComparison.Ordinal);
        Assert.Equal("UpstreamIdleTimeout", Assert.Single(gateway.Exchanges).Failure);
    }

    [Theory]
    [InlineData("openai", true)]
    [InlineData("openai", false)]
    [InlineData("anthropic", true)]
    [InlineData("anthropic", false)]
    public async Task A_stream_cut_in_the_middle_ends_with_an_error_and_not_as_if_it_were_whole(string dialect, bool reset)
    {
        await using var upstream = ScriptedUpstream.Start(async (_, connection) =>
        {
            await connection.BeginEventsAsync();
            await connection.ChunkAsync(string.Concat(Bodies.Events(dialect, "Hello there, ", "friend. ").Take(4)));
            await Task.Delay(100);
            if (reset)
            {
                connection.Reset();
            }
            else
            {
                connection.Close();
            }
        });
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var response = await gateway.AskAsync(dialect, Bodies.Ask(dialect, "hello", stream: true));
        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains("Hello there", text, StringComparison.Ordinal);
        Assert.Contains("upstream_truncated", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]\n\ndata", text, StringComparison.Ordinal);
        Assert.Equal("UpstreamTruncated", Assert.Single(gateway.Exchanges).Failure);
    }

    [Fact]
    public async Task A_stream_that_ends_without_its_last_event_is_an_error_too()
    {
        await using var upstream = ScriptedUpstream.Events(string.Concat(Bodies.Events("anthropic", "Hello there.").SkipLast(1)));
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var response = await gateway.AskAsync("anthropic", Bodies.Ask("anthropic", "hello", stream: true));
        Assert.Contains("event: error", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("UpstreamTruncated", Assert.Single(gateway.Exchanges).Failure);
    }

    [Fact]
    public async Task An_answer_shorter_than_its_length_says_is_refused()
    {
        await using var upstream = ScriptedUpstream.Start(async (_, connection) =>
        {
            await connection.RawAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n" + Bodies.Answer("openai", "hi"));
            connection.Close();
        });
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.True(Bodies.HasCode(await response.Content.ReadAsStringAsync(), "upstream_truncated"));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}", "upstream_answer_unreadable")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", "upstream_answer_unreadable")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>", "upstream_answer_unreadable")]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", "upstream_credential_refused")]
    [InlineData("nonsense\r\n\r\n", "upstream_broke")]
    public async Task What_cannot_be_inspected_does_not_pass(string raw, string code)
    {
        await using var upstream = ScriptedUpstream.Start((_, connection) => connection.RawAsync(raw));
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.True(Bodies.HasCode(await response.Content.ReadAsStringAsync(), code));
    }

    [Fact]
    public async Task An_answer_over_the_limit_is_refused_also_when_its_length_is_not_said()
    {
        await using var upstream = ScriptedUpstream.Start(async (_, connection) =>
        {
            await connection.RawAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (var i = 0; i < 64; i++)
            {
                await connection.ChunkAsync(new byte[1024]);
            }
        });
        await using var gateway = await TestGateway.StartAsync(upstream.Address, change: o => o with { Limits = o.Limits with { ResponseBody = 4096 } });
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.True(Bodies.HasCode(await response.Content.ReadAsStringAsync(), "upstream_answer_too_large"));
    }

    [Fact]
    public async Task An_upstreams_own_error_keeps_its_status_and_body()
    {
        const string Body = """{"error":{"message":"slow down","type":"rate_limit_error","param":null,"code":"rate_limit_exceeded"}}""";
        await using var upstream = ScriptedUpstream.Start((_, connection) => connection.JsonAsync(Body, 429, "retry-after: 3\r\n"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello", stream: true));
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal("3", response.Headers.GetValues("retry-after").Single());
        Assert.Equal(Body, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_error_page_in_another_language_is_replaced()
    {
        await using var upstream = ScriptedUpstream.Json("<html>secret internals</html>", 500);
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(Bodies.HasCode(body, "upstream_error"));
        Assert.DoesNotContain("internals", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_leaves_ends_the_upstreams_work(bool stream)
    {
        await using var upstream = ScriptedUpstream.Start(async (_, connection) =>
        {
            if (stream)
            {
                await connection.BeginEventsAsync();
                await connection.ChunkAsync(string.Concat(Bodies.Events("openai", "Hello there, ", "friend. ").Take(4)));
            }

            await connection.StallAsync();
        });
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using (var raw = new System.Net.Sockets.TcpClient())
        {
            await raw.ConnectAsync(IPAddress.Loopback, gateway.Address.Port);
            var body = Bodies.Ask("openai", "hello", stream);
            await raw.GetStream().WriteAsync(System.Text.Encoding.UTF8.GetBytes(
                $"POST /openai/v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {Testing.Stores.OneAgent.Key}\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
            await Until(() => !upstream.Requests.IsEmpty);
            if (stream)
            {
                Assert.True(await raw.GetStream().ReadAsync(new byte[100]) > 0);
            }
        }

        await Until(() => upstream.Abandoned == 1 && gateway.Exchanges.Count == 1);
        Assert.Equal("ClientGone", Assert.Single(gateway.Exchanges).Failure);
    }

    internal static async Task Until(Func<bool> condition)
    {
        await Patience.UntilAsync(condition);
        Assert.True(condition(), "It did not happen in time.");
    }
}
