using System.Net;
using System.Text;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Mcp.Exchanges;

public class McpStreamTests
{
    private const string Progress = """{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":1}}""";
    private const string Answer = """{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"done"}]}}""";
    private const string Redact = "@redact(\"test.word\") permit(principal, action, resource);";

    private static WordInspector Violet => new("violet", "test.word");

    [Fact]
    public async Task Events_flow_before_the_answer_and_the_answer_waits_for_its_record()
    {
        var go = new TaskCompletionSource();
        await using var server = ScriptedUpstream.Start(async (_, connection) =>
        {
            await connection.BeginEventsAsync();
            await connection.ChunkAsync($"event: message\nid: e-1\ndata: {Progress}\n\n");
            await go.Task;
            await connection.ChunkAsync($"data: {Answer}\n\n");
            await connection.EndAsync();
        });
        await using var gateway = await McpClient.StartAsync(server.Address);
        gateway.Log.Hold();
        using var response = await OpenAsync(gateway, HttpMethod.Post);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        foreach (var line in new[] { "id: e-1", "event: message", "data: " + Progress, "" })
        {
            Assert.Equal(line, await reader.ReadLineAsync());
        }

        go.SetResult();
        var next = reader.ReadLineAsync();
        await Task.Delay(200);
        Assert.False(next.IsCompleted);
        gateway.Log.Release();
        Assert.Equal("event: message", await next);
        Assert.Equal("data: " + Answer, await reader.ReadLineAsync());
        Assert.Single(gateway.Exchanges);
    }

    [Theory]
    [InlineData(": violet\nretry: violet\nviolet: violet\nevent: violet\nid: so violet\ndata: {0}\n\n")]
    [InlineData("data: {0}\nid: violet violet\n\n")]
    [InlineData(": violet\n\ndata: {0}\n\n")]
    public async Task Nothing_is_smuggled_beside_the_data(string events)
    {
        await using var server = ScriptedUpstream.Events(events.Replace("{0}", Answer, StringComparison.Ordinal));
        await using var gateway = await McpClient.StartAsync(server.Address, Redact, inspectors: Violet);
        using var response = await OpenAsync(gateway, HttpMethod.Post);
        var body = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("violet", body, StringComparison.Ordinal);
        Assert.Contains(Answer, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task However_the_network_cuts_a_stream_its_events_are_judged_whole()
    {
        var answer = Answer.Replace("done", "all is violet", StringComparison.Ordinal);
        var events = Encoding.UTF8.GetBytes($"data: {Progress}\r\n\r\ndata: {answer[..16]}\r\ndata: {answer[16..]}\r\n\r\n");
        for (var size = 1; size < 40; size += 7)
        {
            var cut = size;
            await using var server = ScriptedUpstream.Start(async (_, connection) =>
            {
                await connection.BeginEventsAsync();
                for (var at = 0; at < events.Length; at += cut)
                {
                    await connection.ChunkAsync(events.AsMemory(at, Math.Min(cut, events.Length - at)));
                }

                await connection.EndAsync();
            });
            await using var gateway = await McpClient.StartAsync(server.Address, Redact, inspectors: Violet);
            using var response = await OpenAsync(gateway, HttpMethod.Post);
            var body = await response.Content.ReadAsStringAsync();
            Assert.Contains("all is [redacted:test.word]", body, StringComparison.Ordinal);
            Assert.DoesNotContain("violet", body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":99,"result":{"content":[{"type":"text","text":"for another"}]}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"1","result":{"content":[{"type":"text","text":"for another"}]}}""")]
    public async Task An_answer_to_nothing_that_was_asked_is_dropped(string stray)
    {
        await using var server = ScriptedUpstream.Events($"data: {stray}\n\ndata: {Answer}\n\ndata: {Answer.Replace("done", "twice", StringComparison.Ordinal)}\n\n");
        await using var gateway = await McpClient.StartAsync(server.Address);
        using var response = await OpenAsync(gateway, HttpMethod.Post);
        var body = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("for another", body, StringComparison.Ordinal);
        Assert.DoesNotContain("twice", body, StringComparison.Ordinal);
        Assert.Contains("done", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data: not json\n\n", "upstream_answer_unreadable")]
    [InlineData("data: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"a\":1,\"a\":2}}\n\n", "upstream_answer_unreadable")]
    [InlineData(": nothing more\n\n", "upstream_truncated")]
    public async Task A_stream_that_goes_wrong_ends_with_an_error_for_the_request(string events, string code)
    {
        await using var server = ScriptedUpstream.Events(events);
        await using var gateway = await McpClient.StartAsync(server.Address);
        using var response = await OpenAsync(gateway, HttpMethod.Post);
        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains("\"id\":1,\"error\"", body, StringComparison.Ordinal);
        Assert.Contains(code, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_of_the_server_s_own_is_judged_too_and_taken_up_again_where_it_was_left()
    {
        const string Request = """{"jsonrpc":"2.0","id":5,"method":"elicitation/create","params":{"message":"the violet password"}}""";
        await using var server = ScriptedUpstream.Events($"id: 7\ndata: {Request}\n\n");
        await using var gateway = await McpClient.StartAsync(server.Address, Redact, inspectors: Violet);
        using var response = await OpenAsync(gateway, HttpMethod.Get, r => r.Headers.TryAddWithoutValidation("Last-Event-ID", "6"));
        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains("the [redacted:test.word] password", body, StringComparison.Ordinal);
        Assert.Equal("6", Assert.Single(server.Requests).Headers["Last-Event-ID"]);
        await Forwarding.FailureTests.Until(() => gateway.Exchanges.Count == 1);
        Assert.Equal("GET /mcp/test", gateway.Exchanges[0].Route);
    }

    [Fact]
    public async Task A_request_of_the_server_that_is_blocked_is_refused_in_the_client_s_name()
    {
        const string Request = """{"jsonrpc":"2.0","id":"q-5","method":"sampling/createMessage","params":{"messages":[{"content":{"text":"violet"}}]}}""";
        var refused = new TaskCompletionSource<string>();
        await using var server = ScriptedUpstream.Start(async (request, connection) =>
        {
            if (request.Body.Contains("q-5", StringComparison.Ordinal))
            {
                refused.SetResult(request.Body);
                await connection.JsonAsync("", 202);
                return;
            }

            await connection.BeginEventsAsync();
            await connection.ChunkAsync($"data: {Request}\n\n");
            await refused.Task;
            await connection.ChunkAsync($"data: {Answer}\n\n");
            await connection.EndAsync();
        });
        await using var gateway = await McpClient.StartAsync(
            server.Address, "permit(principal, action, resource); forbid(principal, action == Action::\"returnResult\", resource) when { context.labels.contains(\"test\") };", inspectors: Violet);
        using var response = await OpenAsync(gateway, HttpMethod.Post);
        var body = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("violet", body, StringComparison.Ordinal);
        Assert.Contains("done", body, StringComparison.Ordinal);
        Assert.Contains("\"id\":\"q-5\",\"error\"", await refused.Task, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_comes_in_a_stream_is_filtered_like_any_other()
    {
        var list = $$"""{"jsonrpc":"2.0","id":1,"result":{"tools":[{{McpClient.Tool("delete")}},{{McpClient.Tool("read")}}]} }""";
        await using var server = ScriptedUpstream.Events($"data: {list}\n\n");
        await using var gateway = await McpClient.StartAsync(server.Address, """
            permit(principal, action, resource);
            forbid(principal, action == Action::"callTool", resource == Tool::"test/delete");
            """);
        using var response = await OpenAsync(gateway, HttpMethod.Post, r => r.Content = new StringContent(McpClient.Request("tools/list"), Encoding.UTF8, "application/json"));
        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains("\"read\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain("\"delete\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_recorded_is_not_given()
    {
        await using var server = ScriptedUpstream.Events($"data: {Answer}\n\n");
        await using var gateway = await McpClient.StartAsync(server.Address);
        gateway.Log.Fails = true;
        using var response = await OpenAsync(gateway, HttpMethod.Post);
        var body = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("done", body, StringComparison.Ordinal);
        Assert.Contains("record_unavailable", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_without_end_is_given_up()
    {
        await using var server = ScriptedUpstream.Start(async (_, connection) =>
        {
            await connection.BeginEventsAsync();
            await connection.ChunkAsync("data: \"");
            for (var i = 0; i < 10; i++)
            {
                await connection.ChunkAsync(new string('x', 1 << 20));
            }

            await connection.StallAsync();
        });
        await using var gateway = await McpClient.StartAsync(server.Address);
        using var response = await OpenAsync(gateway, HttpMethod.Post);
        Assert.Contains("upstream_answer_too_large", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> OpenAsync(TestGateway gateway, HttpMethod method, Action<HttpRequestMessage>? change = null)
    {
        var request = new HttpRequestMessage(method, "/mcp/test");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + OneAgent.Key);
        if (method == HttpMethod.Post)
        {
            request.Content = new StringContent(McpClient.Request("test/any"), Encoding.UTF8, "application/json");
        }

        change?.Invoke(request);
        var response = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response;
    }
}
