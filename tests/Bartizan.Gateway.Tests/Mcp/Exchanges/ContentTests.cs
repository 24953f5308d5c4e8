using System.Net;
using System.Text;
using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Mcp.Exchanges;

/// <summary>Every place in which an MCP message can carry text, under mask and block.</summary>
public class ContentTests
{
    private const string Redact = "@redact(\"test.word\") permit(principal, action, resource);";

    private const string Block = """
        permit(principal, action, resource);
        @code("test_block") forbid(principal, action in [Action::"returnResult", Action::"listTools", Action::"listPrompts", Action::"listResources"], resource) when { context.untrustedLabels.contains("test") };
        @code("test_block") forbid(principal, action in [Action::"useServer", Action::"callTool", Action::"readResource", Action::"getPrompt"], resource) when { context.labels.contains("test") };
        """;

    private static WordInspector Violet => new("violet", "test.word");

    public static TheoryData<string, string> Results => new()
    {
        { "text", """{"content":[{"type":"text","text":"so violet"}]}""" },
        { "an error's text", """{"content":[{"type":"text","text":"violet"}],"isError":true}""" },
        { "structured content", """{"content":[],"structuredContent":{"a":[{"violet":"violet"}]}}""" },
        { "an embedded resource", """{"content":[{"type":"resource","resource":{"uri":"file:///a","text":"violet"}}]}""" },
        { "base64 of text", $$"""{"content":[{"type":"resource","resource":{"uri":"file:///a","blob":"{{Convert.ToBase64String("all is violet"u8)}}"} }]}""" },
        { "a link's description", """{"content":[{"type":"resource_link","uri":"file:///a","name":"n","description":"violet"}]}""" },
        { "annotations", """{"content":[{"type":"text","text":"x","annotations":{"note":"violet"}}]}""" },
        { "a block of a kind that nobody knows", """{"content":[{"type":"new","deep":[{"er":"violet"}]}]}""" },
        { "contents of a resource", """{"contents":[{"uri":"file:///a","text":"violet"}]}""" },
        { "a prompt's message", """{"messages":[{"role":"user","content":{"type":"text","text":"violet"}}]}""" },
        { "an elicitation", """{"resultType":"input_required","inputRequests":{"a":{"method":"elicitation/create","params":{"message":"violet"}}},"requestState":"s"}""" },
        { "a text to sample", """{"resultType":"input_required","inputRequests":{"a":{"method":"sampling/createMessage","params":{"messages":[{"role":"user","content":{"type":"text","text":"violet"}}]}}}}""" },
        { "instructions", """{"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"x"},"instructions":"violet"}""" },
        { "the server's name", """{"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"so violet"}}""" },
        { "completions", """{"completion":{"values":["violet"]}}""" },
        { "a field that nobody knows", """{"novel":{"violet":1}}""" },
        { "_meta", """{"content":[],"_meta":{"note":"violet"}}""" },
    };

    [Theory]
    [MemberData(nameof(Results))]
    public async Task Text_in_a_result_is_masked_or_blocked(string where, string result)
    {
        Assert.NotEmpty(where);
        await using var server = McpClient.Server((_, _) => $"\"result\":{result}");
        await using var masking = await McpClient.StartAsync(server.Address, Redact, inspectors: Violet);
        var masked = (await masking.AskMcpAsync(McpClient.Request("test/any"))).GetRawText();
        Assert.DoesNotContain("violet", masked, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String("all is violet"u8), masked, StringComparison.Ordinal);
        Assert.Equal(Verdict.Redact, masking.Exchanges[^1].Verdict);
        Assert.All(masking.Exchanges[^1].Response, s => Assert.Equal(Provenance.Untrusted, s.Provenance));

        await using var blocking = await McpClient.StartAsync(server.Address, Block, inspectors: Violet);
        Assert.True((await blocking.AskMcpAsync(McpClient.Request("test/any"))).IsRefused("test_block"));
        Assert.Equal(Verdict.Block, blocking.Exchanges[^1].Verdict);
    }

    [Fact]
    public async Task Text_in_an_error_is_masked_or_blocked()
    {
        await using var server = McpClient.Server((_, _) => """ "error":{"code":-32000,"message":"so violet","data":{"more":["violet"]}} """);
        await using var masking = await McpClient.StartAsync(server.Address, Redact, inspectors: Violet);
        Assert.DoesNotContain("violet", (await masking.AskMcpAsync(McpClient.Request("ping"))).GetRawText(), StringComparison.Ordinal);
        await using var blocking = await McpClient.StartAsync(server.Address, Block, inspectors: Violet);
        Assert.True((await blocking.AskMcpAsync(McpClient.Request("ping"))).IsRefused("test_block"));
    }

    [Theory]
    [InlineData("""{"name":"bad","description":"violet","inputSchema":{"type":"object"}}""")]
    [InlineData("""{"name":"bad","title":"violet","inputSchema":{"type":"object"}}""")]
    [InlineData("""{"name":"bad","inputSchema":{"type":"object","properties":{"a":{"type":"string","description":"violet"}}}}""")]
    [InlineData("""{"name":"bad","inputSchema":{"type":"object","properties":{"a":{"enum":["x","violet"]}}}}""")]
    [InlineData("""{"name":"bad","inputSchema":{"type":"object","properties":{"a":{"default":"violet"}}}}""")]
    [InlineData("""{"name":"bad","inputSchema":{"type":"object","properties":{"violet":{}}}}""")]
    [InlineData("""{"name":"bad","inputSchema":{"type":"object"},"outputSchema":{"type":"object","title":"violet"}}""")]
    [InlineData("""{"name":"bad","inputSchema":{"type":"object"},"annotations":{"title":"violet"}}""")]
    [InlineData("""{"name":"bad","inputSchema":{"type":"object"},"icons":[{"src":"https://violet.example"}]}""")]
    [InlineData("""{"name":"bad","inputSchema":{"type":"object"},"_meta":{"x":"violet"}}""")]
    [InlineData("""{"name":"bad","inputSchema":{"type":"object","$defs":{"x":{"const":"violet"}}}}""")]
    public async Task A_poisoned_definition_is_not_shown(string poisoned)
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("first") + "," + poisoned + "," + McpClient.Tool("last"));
        await using var gateway = await McpClient.StartAsync(server.Address, Block, inspectors: Violet);
        var answer = await gateway.AskMcpAsync(McpClient.Request("tools/list"));
        Assert.Equal(["first", "last"], answer.Names());
        Assert.DoesNotContain("violet", answer.GetRawText(), StringComparison.Ordinal);
        var decision = Assert.Single(gateway.Exchanges[^1].Decisions, d => d.Verdict == Verdict.Block);
        Assert.Equal("listTools", decision.Action);
    }

    [Theory]
    [InlineData("prompts", """{"name":"bad","description":"violet"}""", """{"name":"good"}""")]
    [InlineData("resources", """{"uri":"file:///violet","name":"x"}""", """{"uri":"file:///good","name":"y"}""")]
    [InlineData("resourceTemplates", """{"uriTemplate":"file:///{x}","name":"violet"}""", """{"uriTemplate":"file:///good","name":"y"}""")]
    public async Task So_it_is_with_prompts_and_resources(string list, string bad, string good)
    {
        await using var server = McpClient.Server((_, _) => $"\"result\":{{\"{list}\":[{bad},{good}]}}");
        await using var gateway = await McpClient.StartAsync(server.Address, Block, inspectors: Violet);
        var answer = (await gateway.AskMcpAsync(McpClient.Request("any/list"))).GetProperty("result").GetProperty(list);
        Assert.Equal(good, Assert.Single(answer.EnumerateArray()).GetRawText());
    }

    public static TheoryData<string> Requests => new()
    {
        McpClient.Call("say", """{"a":["violet"]}"""),
        McpClient.Call("say", """{"violet":1}"""),
        McpClient.Request("resources/read", """ "uri":"https://example.org/?q=violet" """),
        McpClient.Request("prompts/get", """ "name":"p","arguments":{"a":"violet"} """),
        McpClient.Request("completion/complete", """ "ref":{"type":"ref/prompt","name":"p"},"argument":{"name":"a","value":"violet"} """),
        McpClient.Request("test/novel", """ "novel":{"deep":"violet"} """),
        McpClient.Request("tools/call", """ "name":"say","inputResponses":{"a":{"action":"accept","content":{"x":"violet"}}} """),
        McpClient.Request("tools/call", """ "name":"say","_meta":{"note":"violet"} """),
        """{"jsonrpc":"2.0","method":"notifications/novel","params":{"note":"violet"}}""",
        """{"jsonrpc":"2.0","id":7,"result":{"action":"accept","content":{"x":"violet"}}}""",
        """{"jsonrpc":"2.0","id":7,"error":{"code":1,"message":"violet"}}""",
        """{"jsonrpc":"2.0","id":"so violet","method":"ping"}""",
        """{"jsonrpc":"2.0","id":7,"method":"ping","novel":"violet"}""",
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task What_a_client_sends_is_masked_or_blocked(string body)
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("say"));
        await using var masking = await McpClient.StartAsync(server.Address, Redact, inspectors: Violet);
        using var passed = await masking.SendMcpAsync(body);
        Assert.Contains(server.Requests, r => r.Body.Contains("[redacted:test.word]", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Requests, r => r.Everything.Contains("violet", StringComparison.Ordinal));

        await using var untouched = McpClient.Tools(() => McpClient.Tool("say"));
        await using var blocking = await McpClient.StartAsync(untouched.Address, Block, inspectors: Violet);
        using var blocked = await blocking.SendMcpAsync(body);
        Assert.Contains("test_block", await blocked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(untouched.Requests, r => !r.Body.Contains("bartizan-list", StringComparison.Ordinal));
    }

    [Fact]
    public async Task State_of_a_server_passes_verbatim_both_ways()
    {
        const string State = "eyJ2aW9sZXQiOnRydWV9.violet+/=\\u00e9";
        await using var server = McpClient.Server((method, _) => method == "tools/list"
            ? $$""" "result":{"tools":[{{McpClient.Tool("say")}}]} """
            : $$""" "result":{"resultType":"input_required","requestState":"{{State}}"} """);
        await using var gateway = await McpClient.StartAsync(server.Address, Redact, inspectors: Violet);
        using var response = await gateway.SendMcpAsync(McpClient.Request("tools/call", $$""" "name":"say","requestState":"{{State}}" """));
        Assert.Contains($"\"requestState\":\"{State}\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains($"\"requestState\":\"{State}\"", server.Requests.Last().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_list_may_be_shared_whatever_the_server_says()
    {
        await using var server = McpClient.Server((_, _) => $$""" "result":{"tools":[{{McpClient.Tool("say")}}],"ttlMs":5,"cacheScope":"public"} """);
        await using var gateway = await McpClient.StartAsync(server.Address);
        using var response = await gateway.SendMcpAsync(McpClient.Request("tools/list"));
        Assert.True(response.Headers.CacheControl!.NoStore);
        var result = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("result");
        Assert.Equal(("private", 5), (result.GetProperty("cacheScope").GetString(), result.GetProperty("ttlMs").GetInt32()));
    }

    [Fact]
    public async Task An_agent_sees_only_what_policy_lets_it_use()
    {
        const string Policies = """
            permit(principal, action, resource);
            forbid(principal, action == Action::"callTool", resource == Tool::"test/delete");
            forbid(principal == Agent::"agt_other", action == Action::"listTools", resource);
            """;
        await using var server = McpClient.Tools(() => McpClient.Tool("read") + "," + McpClient.Tool("delete"));
        await using var gateway = await McpClient.StartAsync(server.Address, Policies);
        Assert.Equal(["read"], (await gateway.AskMcpAsync(McpClient.Request("tools/list"))).Names());
        Assert.Empty((await gateway.AskMcpAsync(McpClient.Request("tools/list"), key: Testing.Stores.OneAgent.OtherKey)).Names());
        Assert.True((await gateway.AskMcpAsync(McpClient.Call("delete"))).IsRefused("blocked_by_policy"));
    }

    [Fact]
    public async Task Without_a_permit_nothing_passes()
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("say"));
        await using var gateway = await McpClient.StartAsync(server.Address, "permit(principal, action == Action::\"invokeModel\", resource);");
        Assert.True((await gateway.AskMcpAsync(McpClient.Request("tools/list"))).IsRefused("blocked_by_policy"));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Where_an_inspector_fails_nothing_passes()
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("say"), "crash");
        await using var gateway = await McpClient.StartAsync(server.Address, inspectors: new WordInspector("x", "y", failsOn: "crash"));
        Assert.True((await gateway.AskMcpAsync(McpClient.Call("say"))).IsRefused("guard_unavailable"));
        Assert.NotEmpty(gateway.Exchanges[^1].GuardFailures);
    }

    [Fact]
    public async Task Of_a_batch_nothing_is_sent_when_anything_in_it_may_not_be()
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("say"));
        await using var gateway = await McpClient.StartAsync(server.Address, Block, inspectors: Violet);
        var answer = await gateway.AskMcpAsync($"[{McpClient.Request("ping")},{McpClient.Request("test/novel", """ "a":"violet" """, 2)}]");
        Assert.Equal(["batch_refused", "test_block"], answer.EnumerateArray().Select(a => a.GetProperty("error").GetProperty("data").GetProperty("code").GetString()));
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"say","name":"other"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","method":"ping"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"Method":"tools/call","method":"ping"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"\u006dethod":"tools/call","method":"ping"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"say","arguments":{"a":1,"a":2}}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":null,"method":"ping"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1.5,"method":"ping"}""")]
    [InlineData("""{"jsonrpc":"1.0","id":1,"method":"ping"}""")]
    [InlineData("""{"id":1,"method":"ping"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":7}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","result":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","params":[1]}""")]
    [InlineData("""[]""")]
    [InlineData("""[[]]""")]
    [InlineData("""7""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping"}{}""")]
    [InlineData("not json")]
    public async Task What_can_be_read_in_two_ways_or_none_is_refused(string body)
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("say"));
        await using var gateway = await McpClient.StartAsync(server.Address);
        using var response = await gateway.SendMcpAsync(body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("2.0", JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("jsonrpc").GetString());
        Assert.Empty(server.Requests);
        Assert.Equal(Verdict.Block, gateway.Exchanges[^1].Verdict);
    }

    [Fact]
    public async Task What_is_too_large_or_too_deep_is_refused_both_ways()
    {
        var deep = new StringBuilder().Insert(0, "[", 80).Append(']', 80).ToString();
        var answer = $$"""{"jsonrpc":"2.0","id":1,"result":{"structuredContent":{{deep}} } }""";
        await using var server = ScriptedUpstream.Start((_, connection) => connection.JsonAsync(answer));
        await using var gateway = await McpClient.StartAsync(server.Address);
        using var tooDeep = await gateway.SendMcpAsync(McpClient.Request("test/x", $"\"a\":{deep}"));
        Assert.Equal(HttpStatusCode.BadRequest, tooDeep.StatusCode);
        using var tooLarge = await gateway.SendMcpAsync(McpClient.Request("test/x", $"\"a\":\"{new string('x', 9 << 20)}\""));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        using var batch = await gateway.SendMcpAsync("[" + string.Join(',', Enumerable.Range(1, 100).Select(i => McpClient.Request("ping", id: i))) + "]");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, batch.StatusCode);
        using var unreadable = await gateway.SendMcpAsync(McpClient.Request("ping"));
        Assert.Equal(HttpStatusCode.BadGateway, unreadable.StatusCode);
        Assert.Equal(1, JsonDocument.Parse(await unreadable.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task A_record_says_which_tool_of_which_server_and_keeps_no_text()
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("say"), "my secret answer");
        await using var gateway = await McpClient.StartAsync(server.Address);
        await gateway.AskMcpAsync(McpClient.Call("say", """{"a":"my secret question"}"""));
        var exchange = Assert.Single(gateway.Exchanges);
        Assert.Equal(("mcp", "POST /mcp/test", "test/say", "test", "agt_test"), (exchange.Dialect, exchange.Route, exchange.Model, exchange.Upstream, exchange.Agent));
        Assert.Equal(["callTool", "returnResult"], exchange.Decisions.Select(d => d.Action));
        Assert.Equal((SegmentRole.ToolCall, Provenance.Model), (Assert.Single(exchange.Request).Role, exchange.Request[0].Provenance));
        Assert.Equal((SegmentRole.ToolResult, Provenance.Untrusted), (Assert.Single(exchange.Response).Role, exchange.Response[0].Provenance));
        Assert.DoesNotContain("my secret", Encoding.UTF8.GetString(gateway.Log.Events[^1].Event.Json.Span), StringComparison.Ordinal);
    }
}
