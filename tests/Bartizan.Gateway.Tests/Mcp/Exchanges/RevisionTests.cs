using System.Net;
using System.Text;
using System.Text.Json;

namespace Bartizan.Gateway.Tests.Mcp.Exchanges;

/// <summary>Headers against bodies, revision by revision.</summary>
public class RevisionTests
{
    private const string Schema =
        """{"type":"object","properties":{"region":{"type":"string","x-mcp-header":"Region"},"n":{"type":"integer","x-mcp-header":"N"},"note":{"type":"string"}}}""";

    [Theory]
    [InlineData("tools/list", null, "tools/call", "say")]
    [InlineData("tools/call", "other", "tools/call", "say")]
    [InlineData("tools/call", null, "tools/call", "say")]
    [InlineData("TOOLS/CALL", "say", "tools/call", "say")]
    [InlineData("tools/call", "=?base64?!!!?=", "tools/call", "say")]
    [InlineData("resources/read", "file:///a", "resources/read", "file:///b")]
    public async Task Headers_that_do_not_say_what_the_body_says_are_refused(string method, string? name, string bodyMethod, string bodyName)
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("say"));
        await using var gateway = await McpClient.StartAsync(server.Address);
        var key = bodyMethod == "resources/read" ? "uri" : "name";
        using var response = await gateway.SendMcpAsync(McpClient.Request(bodyMethod, $"\"{key}\":\"{bodyName}\",{McpClient.Meta}"), change: McpClient.Headers(method, name));
        await ExpectAsync(response, -32020);
        Assert.DoesNotContain(server.Requests, r => r.Body.Contains(bodyName, StringComparison.Ordinal) && !r.Body.Contains("bartizan-list", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_in_base64_is_compared_decoded_and_sent_on_encoded()
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("grüße"));
        await using var gateway = await McpClient.StartAsync(server.Address);
        var encoded = "=?base64?" + Convert.ToBase64String(Encoding.UTF8.GetBytes("grüße")) + "?=";
        var answer = await gateway.AskMcpAsync(McpClient.Request("tools/call", $"\"name\":\"grüße\",\"arguments\":{{}},{McpClient.Meta}"), change: McpClient.Headers("tools/call", encoded));
        Assert.Equal("done", answer.Text());
        var sent = server.Requests.Last();
        Assert.Equal(("tools/call", encoded, McpClient.Stateless), (sent.Headers["Mcp-Method"], sent.Headers["Mcp-Name"], sent.Headers["MCP-Protocol-Version"]));
    }

    [Theory]
    [InlineData("""{"region":"eu"}""", true, "Region", "eu")]
    [InlineData("""{"region":"eu"}""", false, "Region", "us")]
    [InlineData("""{"region":"eu"}""", false)]
    [InlineData("""{"region":null}""", true)]
    [InlineData("""{"note":"x"}""", false, "Region", "eu")]
    [InlineData("""{"n":42}""", true, "N", "42.0")]
    [InlineData("""{"n":42}""", false, "N", "43")]
    [InlineData("""{"region":" eu"}""", true, "Region", "=?base64?IGV1?=")]
    public async Task Repeated_arguments_must_fit(string arguments, bool fits, params string[] header)
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("query", schema: Schema));
        await using var gateway = await McpClient.StartAsync(server.Address);
        (string, string)[] headers = header.Length == 0 ? [] : [("Mcp-Param-" + header[0], header[1])];
        using var response = await gateway.SendMcpAsync(
            McpClient.Request("tools/call", $"\"name\":\"query\",\"arguments\":{arguments},{McpClient.Meta}"), change: McpClient.Headers("tools/call", "query", headers));
        if (!fits)
        {
            await ExpectAsync(response, -32020);
            return;
        }

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(arguments.Contains("eu", StringComparison.Ordinal), server.Requests.Last().Headers.ContainsKey("Mcp-Param-Region"));
    }

    [Fact]
    public async Task A_masked_argument_is_masked_in_its_header_too()
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("query", schema: Schema));
        await using var gateway = await McpClient.StartAsync(server.Address, "@redact(\"test.word\") permit(principal, action, resource);", inspectors: new WordInspector("violet", "test.word"));
        using var response = await gateway.SendMcpAsync(
            McpClient.Request("tools/call", $"\"name\":\"query\",\"arguments\":{{\"region\":\"violet\"}},{McpClient.Meta}"),
            change: McpClient.Headers("tools/call", "query", ("Mcp-Param-Region", "violet")));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain("violet", server.Requests.Last().Everything, StringComparison.Ordinal);
        Assert.Equal("[redacted:test.word]", server.Requests.Last().Headers["Mcp-Param-Region"]);
    }

    [Fact]
    public async Task Headers_that_nothing_compares_are_not_passed_on()
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("say"));
        await using var gateway = await McpClient.StartAsync(server.Address);
        await gateway.AskMcpAsync(McpClient.Call("say"), change: r =>
        {
            r.Headers.TryAddWithoutValidation("Mcp-Method", "tools/list");
            r.Headers.TryAddWithoutValidation("Mcp-Name", "other");
            r.Headers.TryAddWithoutValidation("Mcp-Param-Smuggled", "AKIA");
            r.Headers.TryAddWithoutValidation("Cookie", "a=b");
        });
        Assert.DoesNotContain(server.Requests.Last().Headers.Keys, k => k.StartsWith("Mcp-", StringComparison.OrdinalIgnoreCase) || k == "Cookie");
    }

    [Theory]
    [InlineData("1900-01-01")]
    [InlineData("2024-11-05")]
    public async Task A_revision_that_is_not_spoken_is_refused_with_those_that_are(string revision)
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("say"));
        await using var gateway = await McpClient.StartAsync(server.Address);
        using var response = await gateway.SendMcpAsync(McpClient.Request("ping"), change: r => r.Headers.TryAddWithoutValidation("MCP-Protocol-Version", revision));
        var error = await ExpectAsync(response, -32022);
        Assert.Equal("""["2026-07-28"]""", error.GetProperty("data").GetProperty("supported").GetRawText());
        Assert.Equal(revision, error.GetProperty("data").GetProperty("requested").GetString());
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("2025-11-25")]
    public async Task A_body_of_the_stateless_revision_needs_its_header(string? header)
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("say"));
        await using var gateway = await McpClient.StartAsync(server.Address);
        using var response = await gateway.SendMcpAsync(
            McpClient.Request("tools/list", McpClient.Meta),
            change: r => _ = header is null || r.Headers.TryAddWithoutValidation("MCP-Protocol-Version", header));
        await ExpectAsync(response, -32020);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.OK)]
    [InlineData("2025-03-26", HttpStatusCode.OK)]
    [InlineData("2025-06-18", HttpStatusCode.BadRequest)]
    [InlineData("2026-07-28", HttpStatusCode.BadRequest)]
    public async Task Only_the_first_revision_has_batches(string? revision, HttpStatusCode expected)
    {
        await using var server = Testing.Upstreams.ScriptedUpstream.Json("""[{"jsonrpc":"2.0","id":2,"result":{}},{"jsonrpc":"2.0","id":1,"result":{}}]""");
        await using var gateway = await McpClient.StartAsync(server.Address);
        using var response = await gateway.SendMcpAsync(
            $"[{McpClient.Request("ping")},{McpClient.Request("ping", id: 2)}]", change: r => _ = revision is null || r.Headers.TryAddWithoutValidation("MCP-Protocol-Version", revision));
        Assert.Equal(expected, response.StatusCode);
    }

    private static async Task<JsonElement> ExpectAsync(HttpResponseMessage response, int code)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = JsonDocument.Parse(body).RootElement.GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetInt32());
        return error;
    }
}
