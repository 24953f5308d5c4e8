using System.Text.Json;
using Bartizan.Gateway.Tests.Mcp;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Elevation;

/// <summary>A client that can open addresses sends its person to the page where the held call is decided.</summary>
public class McpElicitationTests
{
    private const string Policies = """
        @id("allow") permit(principal, action, resource);
        @id("writes") @hold("owner") @message("Writing needs a person.") forbid(principal, action == Action::"callTool", resource == Tool::"test/write");
        """;

    private const string CanOpen = """ "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{"elicitation":{"url":{}}}} """;

    private static readonly DateTimeOffset Later = TimeProvider.System.GetUtcNow().AddHours(1);

    [Fact]
    public async Task The_stateless_revision_asks_for_input_and_the_call_passes_with_the_answer_taken_out()
    {
        await using var server = Server();
        await using var gateway = await StartAsync(server);
        var answer = await StatelessAsync(gateway, CanOpen);
        var request = Assert.Single(gateway.Held.Requests);
        var (result, question) = (answer.GetProperty("result"), "bartizan_" + request.Id);
        Assert.Equal("input_required", result.GetProperty("resultType").GetString());
        var asked = result.GetProperty("inputRequests").GetProperty(question);
        Assert.Equal(("elicitation/create", "url", question, $"https://console.example/requests?request={request.Id}"), (
            asked.GetProperty("method").GetString(),
            asked.GetProperty("params").GetProperty("mode").GetString(),
            asked.GetProperty("params").GetProperty("elicitationId").GetString(),
            asked.GetProperty("params").GetProperty("url").GetString()));
        Assert.StartsWith("Writing needs a person.", asked.GetProperty("params").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.False(result.TryGetProperty("requestState", out _));

        gateway.Held.Approve(request, 1, Later, new TestApprover());
        var passed = await StatelessAsync(gateway, $$"""{{CanOpen}}, "inputResponses":{"{{question}}":{"action":"accept"} } """);
        Assert.Equal("done", passed.Text());
        var sent = Assert.Single(server.Requests, r => r.Body.Contains("tools/call", StringComparison.Ordinal)).Body;
        Assert.DoesNotContain("inputResponses", sent, StringComparison.Ordinal);
        Assert.Equal("a.txt", JsonDocument.Parse(sent).RootElement.GetProperty("params").GetProperty("arguments").GetProperty("path").GetString());
    }

    [Fact]
    public async Task While_a_person_decides_the_call_waits()
    {
        await using var server = Server();
        await using var gateway = await StartAsync(server);
        await StatelessAsync(gateway, CanOpen);
        var request = Assert.Single(gateway.Held.Requests);
        var waiting = StatelessAsync(gateway, $$"""{{CanOpen}}, "inputResponses":{"bartizan_{{request.Id}}":{"action":"accept"} } """);
        await Task.Delay(600);
        Assert.False(waiting.IsCompleted);
        gateway.Held.Approve(request, 1, Later, new TestApprover());
        Assert.Equal("done", (await waiting).Text());
    }

    [Theory]
    [InlineData("decline")]
    [InlineData("cancel")]
    public async Task Whoever_does_not_go_there_reads_the_refusal_and_is_not_sent_again(string action)
    {
        await using var server = Server();
        await using var gateway = await StartAsync(server);
        await StatelessAsync(gateway, CanOpen);
        var request = Assert.Single(gateway.Held.Requests);
        Assert.True((await StatelessAsync(gateway, $$"""{{CanOpen}}, "inputResponses":{"bartizan_{{request.Id}}":{"action":"{{action}}"} } """)).IsRefused("held_for_approval"));
    }

    [Theory]
    [InlineData(McpClient.Meta)]
    [InlineData(""" "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{"elicitation":{}}} """)]
    [InlineData(""" "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{"elicitation":{"form":{}}}} """)]
    [InlineData(CanOpen + """, "requestState":"of the server" """)]
    [InlineData(CanOpen + """, "inputResponses":{"a question of the server":{"action":"accept"}} """)]
    public async Task Others_read_the_refusal(string parameters)
    {
        await using var server = Server();
        await using var gateway = await StartAsync(server);
        Assert.True((await StatelessAsync(gateway, parameters)).IsRefused("held_for_approval"));
    }

    [Theory]
    [InlineData(""" "inputResponses":{"bartizan_arq_1":{"action":"accept"},"other":{"action":"accept"}} """)]
    [InlineData(""" "inputResponses":{"bartizan_arq_1":{"action":"accept"}},"requestState":"x" """)]
    [InlineData(""" "inputResponses":{"bartizan_arq_1":"accept"} """)]
    [InlineData(""" "inputResponses":{"bartizan_arq_1":{"action":1}} """)]
    [InlineData(""" "inputResponses":{"bartizan_arq_1":{"action":"accept"}},"more":1 """)]
    public async Task A_call_with_anything_else_beside_our_answer_is_another_call(string more)
    {
        await using var server = Server();
        await using var gateway = await StartAsync(server);
        await StatelessAsync(gateway, CanOpen);
        gateway.Held.Approve(gateway.Held.Requests[0], 5, Later, new TestApprover());
        Assert.True((await StatelessAsync(gateway, $"{CanOpen},{more}")).ToString() is var answer && !answer.Contains("done", StringComparison.Ordinal));
        Assert.Empty(gateway.Held.Uses);
    }

    [Theory]
    [InlineData("""{"elicitation":{"url":{}}}""", true)]
    [InlineData("""{"elicitation":{}}""", false)]
    public async Task A_client_of_a_session_gets_the_error_that_it_knows(string capabilities, bool sent)
    {
        await using var server = ScriptedUpstream.Start((request, connection) =>
        {
            var message = JsonDocument.Parse(request.Body).RootElement;
            return message.GetProperty("method").GetString() switch
            {
                "initialize" => connection.JsonAsync("""{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"s","version":"1"} } }""", 200, "mcp-session-id: s-1\r\n"),
                "tools/list" => connection.JsonAsync($$"""{"jsonrpc":"2.0","id":{{message.GetProperty("id").GetRawText()}},"result":{"tools":[{{McpClient.Tool("write")}}]} }"""),
                _ => connection.JsonAsync("""{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"done"}]}}"""),
            };
        });
        await using var gateway = await StartAsync(server);
        using var begun = await gateway.SendMcpAsync(McpClient.Request("initialize", $$""" "protocolVersion":"2025-11-25","capabilities":{{capabilities}},"clientInfo":{"name":"c","version":"1"} """));
        var session = Assert.Single(begun.Headers.GetValues("mcp-session-id"));
        using var response = await gateway.SendMcpAsync(McpClient.Call("write"), change: r => r.Headers.Add("mcp-session-id", session));
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        if (!sent)
        {
            Assert.True(answer.IsRefused("held_for_approval"));
            using var forged = await gateway.SendMcpAsync(McpClient.Call("write"), change: r => r.Headers.Add("mcp-session-id", session.Replace('.', '~')));
            Assert.Equal(404, (int)forged.StatusCode);
            return;
        }

        var error = answer.GetProperty("error");
        var asked = Assert.Single(error.GetProperty("data").GetProperty("elicitations").EnumerateArray());
        Assert.Equal((-32042, "url", $"https://console.example/requests?request={gateway.Held.Requests[0].Id}"), (error.GetProperty("code").GetInt32(), asked.GetProperty("mode").GetString(), asked.GetProperty("url").GetString()));
        gateway.Held.Approve(gateway.Held.Requests[0], 1, Later, new TestApprover());
        using var passed = await gateway.SendMcpAsync(McpClient.Call("write"), change: r => r.Headers.Add("mcp-session-id", session));
        Assert.Equal("done", JsonDocument.Parse(await passed.Content.ReadAsStringAsync()).RootElement.Text());
    }

    private static ScriptedUpstream Server() => McpClient.Tools(() => McpClient.Tool("write"));

    private static Task<TestGateway> StartAsync(ScriptedUpstream server) => TestGateway.StartAsync(
        server.Address, Policies, o => o with { Elevation = o.Elevation with { Console = "https://console.example" } }, McpClient.Options(server.Address));

    private static async Task<JsonElement> StatelessAsync(TestGateway gateway, string parameters)
    {
        using var response = await gateway.SendMcpAsync(McpClient.Request("tools/call", $$""" "name":"write","arguments":{"path":"a.txt"},{{parameters}} """), change: r =>
        {
            r.Headers.Add("MCP-Protocol-Version", McpClient.Stateless);
            r.Headers.Add("Mcp-Method", "tools/call");
            r.Headers.Add("Mcp-Name", "write");
        });
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }
}
