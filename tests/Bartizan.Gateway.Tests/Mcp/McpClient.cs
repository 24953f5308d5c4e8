using System.Text;
using System.Text.Json;
using Bartizan.Gateway.Mcp.Configuration;
using Bartizan.Testing;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Mcp;

/// <summary>Speaks to <c>/mcp/test</c> of a gateway in raw HTTP, well or badly as a test wants.</summary>
internal static class McpClient
{
    public const string Stateless = "2026-07-28";
    public const string Meta = """ "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}} """;

    /// <summary>One server named <c>test</c>, whose tools count at first sight.</summary>
    public static McpOptions Options(Uri server, McpTrust trust = McpTrust.FirstUse, params string[] more) => new()
    {
        Servers = [.. more.Prepend("test").Select(name => new McpServerOptions { Name = name, Url = new Uri(server, "/" + name).AbsoluteUri, Trust = trust, Credential = "env:BARTIZAN_TEST_UPSTREAM_KEY" })],
    };

    public static async Task<TestGateway> StartAsync(Uri server, string policies = TestGateway.AllowAll, McpTrust trust = McpTrust.FirstUse, params Guard.IInspector[] inspectors)
    {
        Environment.SetEnvironmentVariable("BARTIZAN_TEST_UPSTREAM_KEY", TestGateway.UpstreamKey);
        return await TestGateway.StartAsync(server, policies, mcp: Options(server, trust, "second"), inspectors: inspectors);
    }

    /// <summary>A server that answers each method with the result given for it, or with an error.</summary>
    public static ScriptedUpstream Server(Func<string, JsonElement, string> result) => ScriptedUpstream.Start((request, connection) =>
    {
        var message = JsonDocument.Parse(request.Body).RootElement;
        return message.TryGetProperty("id", out var id) && message.TryGetProperty("method", out _)
            ? connection.JsonAsync($$"""{"jsonrpc":"2.0","id":{{id.GetRawText()}},{{result(message.GetProperty("method").GetString()!, message)}} }""")
            : connection.JsonAsync("", 202);
    });

    /// <summary>A server with these tools, given as JSON, whose calls return a text.</summary>
    public static ScriptedUpstream Tools(Func<string> tools, string text = "done") => Server((method, _) => method switch
    {
        "tools/list" => $$""" "result":{"tools":[{{tools()}}]} """,
        _ => $$""" "result":{"content":[{"type":"text","text":{{JsonSerializer.Serialize(text)}}}]} """,
    });

    public static string Tool(string name, string description = "Does it.", string schema = """{"type":"object"}""") =>
        $$"""{"name":{{JsonSerializer.Serialize(name)}},"description":{{JsonSerializer.Serialize(description)}},"inputSchema":{{schema}}}""";

    public static string Request(string method, string parameters = "", int id = 1) => $$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{ {{parameters}} } }""";

    public static string Call(string tool, string arguments = "{}") => Request("tools/call", $$""" "name":"{{tool}}","arguments":{{arguments}} """);

    public static async Task<HttpResponseMessage> SendMcpAsync(this TestGateway gateway, string body, string server = "test", string? key = OneAgent.Key, Action<HttpRequestMessage>? change = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/mcp/{server}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
        }

        change?.Invoke(request);
        return await gateway.Client.SendAsync(request);
    }

    /// <summary>Sends and reads the answer as JSON.</summary>
    public static async Task<JsonElement> AskMcpAsync(this TestGateway gateway, string body, string server = "test", string key = OneAgent.Key, Action<HttpRequestMessage>? change = null)
    {
        using var response = await gateway.SendMcpAsync(body, server, key, change);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }

    /// <summary>Headers of the stateless revision.</summary>
    public static Action<HttpRequestMessage> Headers(string method, string? name = null, params (string Name, string Value)[] more) => request =>
    {
        request.Headers.TryAddWithoutValidation("MCP-Protocol-Version", Stateless);
        request.Headers.TryAddWithoutValidation("Mcp-Method", method);
        if (name is not null)
        {
            request.Headers.TryAddWithoutValidation("Mcp-Name", name);
        }

        foreach (var (header, value) in more)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }
    };

    /// <summary>Waits until something holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        await Patience.UntilAsync(condition);
        Assert.True(await condition(), "It did not happen in time.");
    }

    /// <summary>Names of the tools in the answer to a list.</summary>
    public static string[] Names(this JsonElement answer) => [.. answer.GetProperty("result").GetProperty("tools").EnumerateArray().Select(t => t.GetProperty("name").GetString()!)];

    public static string Text(this JsonElement answer) => answer.GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString()!;

    public static bool IsRefused(this JsonElement answer, string code) =>
        answer.TryGetProperty("result", out var result)
            ? result.TryGetProperty("isError", out var isError) && isError.GetBoolean() && answer.Text().Contains(code, StringComparison.Ordinal)
            : answer.GetProperty("error").GetProperty("data").GetProperty("code").GetString() == code;
}
