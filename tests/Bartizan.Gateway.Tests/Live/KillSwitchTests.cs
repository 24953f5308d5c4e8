using System.Net;
using System.Text;
using Bartizan.Core.Exchanges;
using Bartizan.Core.KillSwitches;
using Bartizan.Gateway.Tests.Mcp;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Live;

public class KillSwitchTests
{
    private static readonly KillTarget Agent = new(KillKind.Agent, "agt_test");

    [Theory]
    [InlineData(KillKind.Everything, "*")]
    [InlineData(KillKind.Agent, "agt_test")]
    [InlineData(KillKind.System, OneAgent.System)]
    [InlineData(KillKind.Model, "gpt-test")]
    public async Task Nothing_of_what_is_stopped_reaches_an_upstream(KillKind kind, string id)
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hello"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        gateway.Standing.Throw(new KillTarget(kind, id));
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("\"kill_switch\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(upstream.Requests);
        Assert.Equal(("agt_test", Verdict.Block, 403), (gateway.LastExchange.Agent, gateway.LastExchange.Verdict, gateway.LastExchange.Status));
        Assert.Equal($"kill-switch:{new KillTarget(kind, id).Word}:{id}", Assert.Single(gateway.LastExchange.Decisions[^1].Policies));
        gateway.Standing.Throw();
        using var after = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task Others_go_on()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hello"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        gateway.Standing.Throw(new(KillKind.Agent, "agt_other"), new(KillKind.Model, "gpt-tes"), new(KillKind.System, "agt_test"), new(KillKind.Tool, "gpt-test"));
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_stream_under_way_is_cut_with_an_error_and_recorded(string dialect)
    {
        var events = Bodies.Events(dialect, "one ", "two ");
        await using var upstream = Endless(events);
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var response = await gateway.AskAsync(dialect, Bodies.Ask(dialect, "hello", stream: true), HttpCompletionOption.ResponseHeadersRead);
        var body = await response.Content.ReadAsStreamAsync();
        await ReadUntilAsync(body, "one ");
        gateway.Standing.Throw(Agent);
        var rest = await ReadToEndAsync(body);
        Assert.Contains("authority_ended", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("message_stop", rest, StringComparison.Ordinal);
        Assert.Equal("AuthorityEnded", gateway.LastExchange.Failure);
        await Forwarding.FailureTests.Until(() => upstream.Abandoned == 1);
    }

    [Fact]
    public async Task An_answer_that_is_awaited_is_not_given_any_more()
    {
        var asked = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using var upstream = ScriptedUpstream.Start(async (_, connection) =>
        {
            asked.SetResult();
            await go.Task;
            await connection.JsonAsync(Bodies.Answer("openai", "hello"));
        });
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        var asking = gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        await asked.Task;
        gateway.Standing.Throw(Agent);
        using var response = await asking;
        go.SetResult();
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("authority_ended", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_agent_is_revoked_loses_its_streams_and_another_agent_keeps_its_own()
    {
        await using var upstream = Endless(Bodies.Events("openai", "one "));
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var own = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello", stream: true), HttpCompletionOption.ResponseHeadersRead);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions") { Content = new StringContent(Bodies.Ask("openai", "hello", stream: true), Encoding.UTF8, "application/json") };
        request.Headers.Add("Authorization", "Bearer " + OneAgent.OtherKey);
        using var other = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var (ownBody, otherBody) = (await own.Content.ReadAsStreamAsync(), await other.Content.ReadAsStreamAsync());
        await ReadUntilAsync(ownBody, "one ");
        await ReadUntilAsync(otherBody, "one ");
        gateway.Standing.End(p => p.AgentId == "agt_test");
        Assert.Contains("authority_ended", await ReadToEndAsync(ownBody), StringComparison.Ordinal);
        var more = new byte[256];
        Assert.True(await otherBody.ReadAsync(more) > 0);
        Assert.DoesNotContain("error", Encoding.UTF8.GetString(more), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_that_is_stopped_is_not_proposed_to_the_client()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.ToolAnswer("openai", "pay"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        gateway.Standing.Throw(new KillTarget(KillKind.Tool, "pay"));
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("kill_switch", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(KillKind.Tool, "test/pay")]
    [InlineData(KillKind.Server, "test")]
    public async Task A_stopped_tool_of_a_server_is_neither_listed_nor_called(KillKind kind, string id)
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("pay") + "," + McpClient.Tool("look"));
        await using var gateway = await McpClient.StartAsync(server.Address);
        using (var before = await gateway.SendMcpAsync(McpClient.Call("pay")))
        {
            Assert.Contains("done", await before.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        var asked = server.Requests.Count;
        gateway.Standing.Throw(new KillTarget(kind, id));
        using var call = await gateway.SendMcpAsync(McpClient.Call("pay"));
        var answer = await call.Content.ReadAsStringAsync();
        Assert.Contains("An operator has stopped", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("done", answer, StringComparison.Ordinal);
        Assert.Equal(asked, server.Requests.Count);
        using var list = await gateway.SendMcpAsync(McpClient.Request("tools/list"));
        var listed = await list.Content.ReadAsStringAsync();
        Assert.DoesNotContain("\"pay\"", listed, StringComparison.Ordinal);
        Assert.Equal(kind == KillKind.Tool, listed.Contains("\"look\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Streams_of_a_server_are_cut_too(string method)
    {
        await using var server = ScriptedUpstream.Start(async (_, connection) =>
        {
            await connection.BeginEventsAsync();
            for (var i = 0; i < 2_000; i++)
            {
                await connection.ChunkAsync($$$"""data: {"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":{{{i}}}}}{{{"\n\n"}}}""");
                await Task.Delay(20);
            }
        });
        await using var gateway = await McpClient.StartAsync(server.Address);
        using var request = new HttpRequestMessage(new HttpMethod(method), "/mcp/test");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + OneAgent.Key);
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        request.Content = method == "GET" ? null : new StringContent(McpClient.Request("tools/list"), Encoding.UTF8, "application/json");
        using var response = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var body = await response.Content.ReadAsStreamAsync();
        await ReadUntilAsync(body, "progressToken");
        gateway.Standing.Throw(new KillTarget(KillKind.Server, "test"));
        var rest = await ReadToEndAsync(body);
        Assert.Equal(method == "POST", rest.Contains("authority_ended", StringComparison.Ordinal));
        await Forwarding.FailureTests.Until(() => gateway.Exchanges.Count == 1);
        Assert.Equal("AuthorityEnded", gateway.LastExchange.Failure);
    }

    [Fact]
    public async Task Of_requests_racing_with_a_kill_switch_none_reaches_the_upstream_after_it_is_followed()
    {
        var stopped = false;
        var late = 0;
        await using var upstream = ScriptedUpstream.Start((_, connection) =>
        {
            if (Volatile.Read(ref stopped))
            {
                Interlocked.Increment(ref late);
            }

            return connection.JsonAsync(Bodies.Answer("openai", "hello"));
        });
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        for (var round = 0; round < 10; round++)
        {
            gateway.Standing.Throw();
            var asking = Enumerable.Range(0, 16).Select(async i =>
            {
                await Task.Delay(i);
                using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
                return response.StatusCode;
            }).ToList();
            await Task.Delay(round);
            gateway.Standing.Throw(Agent);
            // What was on the wire when it was thrown may arrive a moment later; what is sent from now on may not.
            var before = upstream.Requests.Count;
            await Task.Delay(50);
            Volatile.Write(ref stopped, true);
            Assert.All(await Task.WhenAll(asking), status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Forbidden));
            Assert.InRange(upstream.Requests.Count, before, before + 16);
            Volatile.Write(ref stopped, false);
        }

        Assert.Equal(0, late);
    }

    private static ScriptedUpstream Endless(IReadOnlyList<string> events) => ScriptedUpstream.Start(async (_, connection) =>
    {
        await connection.BeginEventsAsync();
        var repeated = events.First(e => e.Contains("one ", StringComparison.Ordinal));
        foreach (var first in events.TakeWhile(e => e != repeated))
        {
            await connection.ChunkAsync(first);
        }

        for (var i = 0; i < 2_000; i++)
        {
            await connection.ChunkAsync(repeated);
            await Task.Delay(10);
        }
    });

    private static async Task ReadUntilAsync(Stream stream, string text)
    {
        var (seen, buffer) = (new StringBuilder(), new byte[512]);
        while (!seen.ToString().Contains(text, StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer);
            Assert.True(read > 0, $"It ended before '{text}': {seen}");
            seen.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
    }

    private static async Task<string> ReadToEndAsync(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
