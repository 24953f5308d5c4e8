using System.Text;
using System.Text.Json;
using Bartizan.Gateway.Tests.Mcp;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.RedTeam;

/// <summary>Loot in every place of every message between a client and an MCP server, whole and in events.</summary>
public class McpPlaceTests
{
    private static readonly string[] ClientMessages =
    [
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read","arguments":{"path":"a","deep":[{"n":7}]},"_meta":{"progressToken":"p"}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{"roots":{"listChanged":true},"sampling":{}},"clientInfo":{"name":"c","title":"C","websiteUrl":"https://x.example"}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"greet","arguments":{"who":"you"}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"file:///a"}}""",
        """{"jsonrpc":"2.0","id":1,"method":"resources/subscribe","params":{"uri":"file:///a"}}""",
        """{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":{"type":"ref/prompt","name":"greet"},"argument":{"name":"who","value":"y"},"context":{"arguments":{"a":"b"}}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"logging/setLevel","params":{"level":"info"}}""",
        """{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"c1"}}""",
        """{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1,"reason":"r"}}""",
        """{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"p","progress":1,"total":2,"message":"m"}}""",
        """{"jsonrpc":"2.0","id":5,"result":{"action":"accept","content":{"name":"n","age":7}}}""",
        """{"jsonrpc":"2.0","id":5,"result":{"role":"assistant","content":{"type":"text","text":"t"},"model":"m","stopReason":"endTurn"}}""",
        """{"jsonrpc":"2.0","id":5,"result":{"roots":[{"uri":"file:///a","name":"n"}]}}""",
        """{"jsonrpc":"2.0","id":5,"error":{"code":-1,"message":"m","data":{"d":"e"}}}""",
    ];

    private static readonly string[] Results =
    [
        """{"content":[{"type":"text","text":"t","annotations":{"audience":["user"],"priority":0.5}},{"type":"image","data":"iVBORw0KGgo=","mimeType":"image/png"},{"type":"resource_link","uri":"file:///a","name":"n","description":"d","mimeType":"text/plain","size":7},{"type":"resource","resource":{"uri":"file:///a","mimeType":"text/plain","text":"t","blob":"AAEC/w=="}}],"structuredContent":{"a":[1,{"b":"c"}]},"isError":false,"_meta":{"k":"v"}}""",
        """{"contents":[{"uri":"file:///a","mimeType":"text/plain","text":"t"},{"uri":"file:///b","mimeType":"image/png","blob":"AAEC/w=="}]}""",
        """{"description":"d","messages":[{"role":"user","content":{"type":"text","text":"t"}},{"role":"assistant","content":{"type":"resource","resource":{"uri":"file:///a","text":"t"}}}]}""",
        """{"tools":[{"name":"read","title":"R","description":"d","inputSchema":{"type":"object","properties":{"path":{"type":"string","description":"p","enum":["x"],"maximum":5}}},"outputSchema":{"type":"object"},"annotations":{"title":"T","readOnlyHint":true}}],"nextCursor":"c2"}""",
        """{"prompts":[{"name":"greet","title":"G","description":"d","arguments":[{"name":"who","description":"w","required":true}]}]}""",
        """{"resources":[{"uri":"file:///a","name":"n","title":"T","description":"d","mimeType":"text/plain","size":7}]}""",
        """{"resourceTemplates":[{"uriTemplate":"file:///{x}","name":"n","description":"d"}]}""",
        """{"protocolVersion":"2025-06-18","capabilities":{"tools":{"listChanged":true},"experimental":{"x":{"y":"z"}}},"serverInfo":{"name":"s","title":"S","version":"1"},"instructions":"i"}""",
        """{"completion":{"values":["a","b"],"total":2,"hasMore":false}}""",
        """{"resultType":"inputRequired","inputRequests":{"q":{"method":"elicitation/create","params":{"message":"m"}}},"requestState":"s"}""",
    ];

    private static readonly string[] ServerMessages =
    [
        """{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","logger":"l","data":{"m":"n","k":7}}}""",
        """{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"p","progress":1,"total":2,"message":"m"}}""",
        """{"jsonrpc":"2.0","method":"notifications/resources/updated","params":{"uri":"file:///a"}}""",
        """{"jsonrpc":"2.0","id":"q-5","method":"sampling/createMessage","params":{"messages":[{"role":"user","content":{"type":"text","text":"t"}}],"systemPrompt":"s","modelPreferences":{"hints":[{"name":"h"}],"costPriority":0.5},"includeContext":"none","temperature":0.5,"maxTokens":100,"stopSequences":["x"],"metadata":{"k":"v"}}}""",
        """{"jsonrpc":"2.0","id":"q-5","method":"elicitation/create","params":{"message":"m","requestedSchema":{"type":"object","properties":{"n":{"type":"string","title":"T","description":"d","enum":["e"],"enumNames":["E"]}}}}}""",
        """{"jsonrpc":"2.0","id":"q-5","method":"roots/list","params":{"_meta":{"k":"v"}}}""",
    ];

    public static TheoryData<int> OfClient => new(Enumerable.Range(0, ClientMessages.Length));

    public static TheoryData<int> OfResult => new(Enumerable.Range(0, Results.Length));

    public static TheoryData<int> OfServer => new(Enumerable.Range(0, ServerMessages.Length));

    [Theory]
    [MemberData(nameof(OfClient))]
    public async Task No_place_of_a_client_s_message_carries_loot_to_the_server(int number)
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("read"));
        await using var gateway = await McpClient.StartAsync(server.Address, Loot.Forbidden);
        await gateway.AskMcpAsync(McpClient.Request("tools/list"));
        await AssertNoneAsync(ClientMessages[number], async message =>
        {
            server.Requests.Clear();
            using var response = await gateway.SendMcpAsync(message);
            return string.Concat(server.Requests.Select(r => r.Everything));
        });
    }

    [Theory]
    [MemberData(nameof(OfResult))]
    public async Task No_place_of_a_result_carries_loot_to_the_client(int number)
    {
        var result = "";
        await using var server = McpClient.Server((_, _) => $"\"result\":{result}");
        await using var gateway = await McpClient.StartAsync(server.Address, Loot.Forbidden);
        await AssertNoneAsync(Results[number], async message =>
        {
            result = message;
            using var response = await gateway.SendMcpAsync(McpClient.Request("ping"));
            return await response.Content.ReadAsStringAsync();
        });
    }

    [Theory]
    [MemberData(nameof(OfResult))]
    public async Task No_place_of_a_result_in_an_event_carries_loot_to_the_client(int number)
    {
        var result = "";
        await using var server = Eventful(() => [$$"""{"jsonrpc":"2.0","id":1,"result":{{result}}}"""]);
        await using var gateway = await McpClient.StartAsync(server.Address, Loot.Forbidden);
        await AssertNoneAsync(Results[number], async message =>
        {
            result = message;
            using var response = await gateway.SendMcpAsync(McpClient.Request("ping"));
            return await response.Content.ReadAsStringAsync();
        });
    }

    [Theory]
    [MemberData(nameof(OfServer))]
    public async Task No_place_of_a_server_s_own_message_carries_loot_to_the_client(int number)
    {
        var own = "";
        await using var server = Eventful(() => [own, """{"jsonrpc":"2.0","id":1,"result":{}}"""]);
        await using var gateway = await McpClient.StartAsync(server.Address, Loot.Forbidden);
        await AssertNoneAsync(ServerMessages[number], async message =>
        {
            own = message;
            using var response = await gateway.SendMcpAsync(McpClient.Request("ping"));
            return await response.Content.ReadAsStringAsync();
        });
    }

    [Fact]
    public async Task No_error_and_no_header_of_a_server_carries_loot_to_the_client()
    {
        foreach (var loot in Loot.All)
        {
            string[] answers =
            [
                Json($$$$"""{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"{{{{loot}}}}"}}"""),
                Json($$$$"""{"jsonrpc":"2.0","id":1,"error":{"code":{{{{Loot.Card}}}},"message":"m","data":{"x":"{{{{loot}}}}"}}}"""),
                Json($$$$"""{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"m","{{{{loot}}}}":1}}""", 400),
                Json($$$$"""{"jsonrpc":"2.0","id":1,"result":{}}""", headers: $"Mcp-Session-Id: {loot}\r\n"),
                Json($$$$"""{"jsonrpc":"2.0","id":1,"result":{}}""", headers: $"x-loot: {loot}\r\nSet-Cookie: a={loot}\r\nWWW-Authenticate: Bearer {loot}\r\n"),
                Json($$$$"""{"jsonrpc":"2.0","id":"{{{{loot}}}}","result":{}}"""),
                Json($$$$"""{"jsonrpc":"{{{{loot}}}}","id":1,"result":{}}"""),
                Json(loot, 500),
                Json($"\"{loot}\"", 404),
                $"HTTP/1.1 401 {loot}\r\nWWW-Authenticate: Bearer realm=\"{loot}\"\r\nContent-Length: 0\r\n\r\n",
                $"HTTP/1.1 302 Found\r\nLocation: https://x.example/{loot}\r\nContent-Length: 0\r\n\r\n",
                $"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {loot.Length}\r\n\r\n{loot}",
                $"HTTP/1.1 200 OK\r\nContent-Type: application/json; x={loot}\r\nContent-Length: 36\r\n\r\n{{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{{}}}}",
                $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: {loot.Length + 75}\r\n\r\nid: {loot}\nevent: {loot}\nretry: 1\ndata: {{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{{}}}}\n\n".PadRight(300),
            ];
            foreach (var answer in answers)
            {
                await using var server = ScriptedUpstream.Start(async (_, connection) =>
                {
                    await connection.RawAsync(answer);
                    connection.Close();
                });
                await using var gateway = await McpClient.StartAsync(server.Address, Loot.Forbidden);
                using var response = await gateway.SendMcpAsync(McpClient.Request("ping"));
                var received = response.Headers + "\n" + response.Content.Headers + "\n" + await response.Content.ReadAsStringAsync();
                Assert.False(Loot.In(received), received);
            }
        }
    }

    [Fact]
    public async Task No_header_of_a_client_carries_loot_to_the_server()
    {
        await using var server = ScriptedUpstream.Json("""{"jsonrpc":"2.0","id":1,"result":{}}""");
        await using var gateway = await McpClient.StartAsync(server.Address, Loot.Forbidden);
        foreach (var loot in Loot.All)
        {
            foreach (var name in (string[])["User-Agent", "Mcp-Session-Id", "Last-Event-ID", "MCP-Protocol-Version", "Mcp-Method", "Mcp-Name", "Mcp-Param-x", "X-Loot", "Cookie", "tracestate", "Accept"])
            {
                using var response = await gateway.SendMcpAsync(McpClient.Request("ping"), change: r => r.Headers.TryAddWithoutValidation(name, loot));
                using var opened = await gateway.Client.SendAsync(Get(name, loot), HttpCompletionOption.ResponseHeadersRead);
            }

            Assert.False(Loot.In(string.Concat(server.Requests.Select(r => r.Everything))));
        }

        static HttpRequestMessage Get(string name, string loot)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/mcp/test");
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + Testing.Stores.OneAgent.Key);
            request.Headers.TryAddWithoutValidation("Accept", "text/event-stream");
            request.Headers.TryAddWithoutValidation(name, loot);
            return request;
        }
    }

    private static ScriptedUpstream Eventful(Func<string[]> messages) => ScriptedUpstream.Start(async (request, connection) =>
    {
        if (!request.Body.Contains("\"method\"", StringComparison.Ordinal) || request.Body.Contains("notifications/", StringComparison.Ordinal))
        {
            await connection.JsonAsync("", 202);
            return;
        }

        await connection.BeginEventsAsync();
        await connection.ChunkAsync(string.Concat(messages().Select(m => $"data: {m}\n\n")));
        await connection.EndAsync();
    });

    private static string Json(string body, int status = 200, string headers = "") =>
        $"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    private static async Task AssertNoneAsync(string document, Func<string, Task<string>> attack)
    {
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(document).RootElement.ValueKind);
        await attack(document);
        var through = new List<string>();
        foreach (var mutation in Mutation.Of(document))
        {
            if (Loot.In(await attack(mutation.Document)))
            {
                through.Add(mutation.Name);
            }
        }

        Assert.True(through.Count == 0, $"{through.Count} got through: {string.Join("; ", through)}");
    }
}
