using System.Net;
using Bartizan.Core.Budgets;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Tests.Budgets;
using Bartizan.Testing;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Forwarding;

public class ResilienceTests
{
    private const string Busy = """{"error":{"message":"slow down","type":"rate_limit_error","param":null,"code":"rate_limit_exceeded"}}""";

    [Fact]
    public async Task When_the_first_upstream_is_not_there_the_next_in_the_file_serves()
    {
        var dead = ScriptedUpstream.Json("{}");
        await dead.DisposeAsync();
        await using var alive = ScriptedUpstream.Json(Bodies.Answer("openai", "hello"));
        await using var gateway = await StartAsync(o => o, dead, alive);
        gateway.State.Swap(gateway.State.Current with { Budgets = Books.Table(Books.Limit("calls", BudgetUnit.Requests, 10, BudgetPeriod.Day), Books.Limit("team", BudgetUnit.Tokens, 10_000, BudgetPeriod.Day)) });
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("2", response.Headers.GetValues("x-bartizan-attempts").Single());
        var record = Assert.Single(gateway.Exchanges);
        Assert.Equal(("u1", 2), (record.Upstream, record.Attempts));
        // However many attempts it took, it is paid once.
        Assert.Equal([1m, 8m], record.Spent.Select(s => s.Amount));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(529)]
    public async Task Another_upstream_takes_over_at_once_when_one_is_busy(int status)
    {
        await using var busy = ScriptedUpstream.Start((_, connection) => connection.JsonAsync(Busy, status, "retry-after: 3600\r\n"));
        await using var alive = ScriptedUpstream.Json(Bodies.Answer("openai", "hello"));
        await using var gateway = await StartAsync(o => o, busy, alive);
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal((1, 1), (busy.Requests.Count, alive.Requests.Count));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(500)]
    [InlineData(502)]
    public async Task What_an_upstream_may_have_worked_on_is_not_asked_again(int status)
    {
        await using var upstream = ScriptedUpstream.Json(Busy, status);
        await using var other = ScriptedUpstream.Json(Bodies.Answer("openai", "hello"));
        await using var gateway = await StartAsync(o => o, upstream, other);
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal((1, 0), (upstream.Requests.Count, other.Requests.Count));
    }

    [Fact]
    public async Task An_upstream_that_breaks_off_is_not_asked_again()
    {
        await using var upstream = ScriptedUpstream.Start((_, connection) =>
        {
            connection.Reset();
            return Task.CompletedTask;
        });
        await using var gateway = await StartAsync(o => o, upstream, upstream);
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Single(upstream.Requests);
    }

    [Fact]
    public async Task A_busy_upstream_is_asked_again_after_the_time_it_names()
    {
        var asked = 0;
        await using var upstream = ScriptedUpstream.Start((_, connection) => Interlocked.Increment(ref asked) < 3
            ? connection.JsonAsync(Busy, 429, "retry-after: 0\r\n")
            : connection.JsonAsync(Bodies.Answer("openai", "hello")));
        await using var gateway = await StartAsync(o => o, upstream);
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("3", response.Headers.GetValues("x-bartizan-attempts").Single());
    }

    [Fact]
    public async Task A_wait_too_long_for_a_gateway_is_left_to_the_client()
    {
        await using var upstream = ScriptedUpstream.Start((_, connection) => connection.JsonAsync(Busy, 429, "retry-after: 30\r\n"));
        await using var gateway = await StartAsync(o => o, upstream);
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal((HttpStatusCode.TooManyRequests, "30"), (response.StatusCode, response.Headers.GetValues("retry-after").Single()));
        Assert.Single(upstream.Requests);
    }

    [Fact]
    public async Task Attempts_have_an_end_and_the_last_answer_goes_to_the_client()
    {
        await using var upstream = ScriptedUpstream.Start((_, connection) => connection.JsonAsync(Busy, 503));
        await using var gateway = await StartAsync(o => o with { Retries = new() { Attempts = 4, FirstWait = TimeSpan.FromMilliseconds(1) } }, upstream);
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, Busy), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Equal(4, upstream.Requests.Count);
    }

    [Fact]
    public async Task The_exchange_as_a_whole_has_its_end_also_while_it_waits()
    {
        await using var upstream = ScriptedUpstream.Start((_, connection) => connection.JsonAsync(Busy, 429, "retry-after: 60\r\n"));
        await using var gateway = await StartAsync(
            o => o with { Retries = new() { LongestWait = TimeSpan.FromMinutes(2) }, Timeouts = o.Timeouts with { Total = TimeSpan.FromMilliseconds(400) } }, upstream);
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal("TotalTimeout", Assert.Single(gateway.Exchanges).Failure);
    }

    [Fact]
    public async Task After_the_first_byte_of_a_stream_nothing_is_asked_again()
    {
        await using var upstream = ScriptedUpstream.Start(async (_, connection) =>
        {
            await connection.BeginEventsAsync();
            await connection.ChunkAsync(Bodies.Events("openai", "Hello. ")[0]);
            connection.Close();
        });
        await using var other = ScriptedUpstream.Events(string.Concat(Bodies.Events("openai", "Hello.")));
        await using var gateway = await StartAsync(o => o, upstream, other);
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello", stream: true));
        Assert.Contains("upstream_truncated", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task An_upstream_that_keeps_failing_is_left_alone_and_tried_again_later()
    {
        var healthy = false;
        await using var upstream = ScriptedUpstream.Start((_, connection) => Volatile.Read(ref healthy) ? connection.JsonAsync(Bodies.Answer("openai", "hello")) : connection.JsonAsync(Busy, 502));
        await using var gateway = await StartAsync(
            o => o with { Circuit = new() { Attempts = 3, Rest = TimeSpan.FromMilliseconds(600), Within = TimeSpan.FromMinutes(1) } }, upstream);
        for (var i = 0; i < 3; i++)
        {
            using var failed = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
            Assert.Equal(HttpStatusCode.BadGateway, failed.StatusCode);
        }

        using var resting = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, resting.StatusCode);
        Assert.True(Bodies.HasCode(await resting.Content.ReadAsStringAsync(), "upstream_resting"));
        Assert.Equal(3, upstream.Requests.Count);
        Assert.Equal(("UpstreamResting", 0), (gateway.Exchanges[^1].Failure, gateway.Exchanges[^1].Attempts));
        healthy = true;
        var status = HttpStatusCode.ServiceUnavailable;
        await Patience.UntilAsync(async () =>
        {
            using var again = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
            status = again.StatusCode;
            return status == HttpStatusCode.OK;
        });

        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task Weights_share_the_work_and_who_has_none_only_stands_in()
    {
        await using var a = ScriptedUpstream.Json(Bodies.Answer("openai", "hello"));
        await using var b = ScriptedUpstream.Json(Bodies.Answer("openai", "hello"));
        await using var spare = ScriptedUpstream.Json(Bodies.Answer("openai", "hello"));
        await using var gateway = await StartAsync(o => Weigh(o, 1, 3, 0), a, b, spare);
        for (var i = 0; i < 40; i++)
        {
            using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.InRange(a.Requests.Count, 8, 12);
        Assert.Equal((40, 0), (a.Requests.Count + b.Requests.Count, spare.Requests.Count));
    }

    [Theory]
    [InlineData("""{"model":"gpt-test","input":"hello","previous_response_id":"resp_1"}""")]
    [InlineData("""{"model":"gpt-test","input":[{"role":"user","content":[{"type":"input_file","file_id":"file-1"}]}]}""")]
    public async Task What_a_provider_keeps_is_looked_for_at_one_upstream_and_nowhere_else(string body)
    {
        await using var a = ScriptedUpstream.Json(Busy, 429);
        await using var b = ScriptedUpstream.Json(Busy, 429);
        await using var gateway = await StartAsync(o => Weigh(o with { Retries = new() { Attempts = 1 } }, 1, 1), a, b);
        for (var i = 0; i < 10; i++)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/responses") { Content = new StringContent(body) };
            request.Headers.Add("Authorization", "Bearer " + OneAgent.Key);
            using var response = await gateway.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        }

        Assert.Equal([0, 10], new[] { a.Requests.Count, b.Requests.Count }.Order());
    }

    private static GatewayOptions Weigh(GatewayOptions options, params int[] weights) =>
        options with { Upstreams = [.. options.Upstreams.Select((u, i) => u with { Weight = weights[i] })] };

    private static Task<TestGateway> StartAsync(Func<GatewayOptions, GatewayOptions> change, params ScriptedUpstream[] upstreams) => TestGateway.StartAsync(
        upstreams[0].Address,
        change: o => change(o with
        {
            Upstreams = [.. upstreams.Select((u, i) => o.Upstreams[0] with { Name = "u" + i, Url = new Uri(u.Address, "/v1").AbsoluteUri })],
        }));
}
