using System.Text.Json;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Clients;

/// <summary>The official MCP clients and the official conformance suite, through the real program.</summary>
public class McpTests
{
    [RequiresTheory(NodeClient.Install, NodeClient.Mcp, NodeClient.Node22)]
    [InlineData("both", "new", "2026-07-28")]
    [InlineData("both", "legacy", "2025-11-25")]
    [InlineData("both", "old", "2025-11-25")]
    [InlineData("sessions", "new", "2025-11-25")]
    [InlineData("sessions", "legacy", "2025-11-25")]
    [InlineData("sessions", "old", "2025-11-25")]
    [InlineData("stdio", "new", "2025-11-25")]
    [InlineData("stdio", "old", "2025-11-25")]
    public async Task Clients_work_unchanged_but_for_address_and_key(string server, string client, string revision)
    {
        await using var reference = await McpServerProcess.StartAsync();
        using var folder = new TempFolder();
        await using var bartizan = await StartAsync(folder, reference, server);
        var results = await NodeClient.RunAsync(McpServerProcess.Node, "mcp.mjs", bartizan, [$"{server}:{client}"], []);
        var result = results.GetProperty($"{server}:{client}");
        Assert.Equal(revision, result.GetProperty("revision").GetString());
        Assert.Equal("A server for tests.", result.GetProperty("instructions").GetString());
        Assert.Equal("""["echo","add"]""", result.GetProperty("tools").GetRawText());
        Assert.Equal(("the castle has two towers", "42"), (result.GetProperty("echo").GetString(), result.GetProperty("add").GetString()));
        Assert.Equal("mail [redacted:pii.email] now", result.GetProperty("masked").GetString());
        Assert.Equal("[true,true]", result.GetProperty("blocked").GetRawText());
        Assert.Equal("[true,true]", result.GetProperty("injected").GetRawText());
        Assert.True(result.GetProperty("unknown").GetBoolean());
        Assert.Contains("401", results.GetProperty("stranger").GetString(), StringComparison.Ordinal);
        if (result.TryGetProperty("input", out var input))
        {
            Assert.Equal("A text that stays as it is.", result.GetProperty("resource").GetString());
            Assert.Equal("With a and b.", result.GetProperty("prompt").GetString());
            Assert.Equal("""["paris","park"]""", result.GetProperty("completion").GetRawText());
            Assert.Equal(3, result.GetProperty("progress").GetInt32());
            Assert.Contains(server == "both" ? "Hello, Ana!" : "yes", input.GetString(), StringComparison.Ordinal);
        }
        else
        {
            Assert.True(server == "stdio" || client != "new");
        }
    }

    [RequiresTheory(NodeClient.Install, NodeClient.Conformance, NodeClient.Node22)]
    [InlineData("both", "2026-07-28", 120)]
    [InlineData("sessions", "2025-11-25", 55)]
    [InlineData("sessions", "2025-06-18", 50)]
    [InlineData("sessions", "2025-03-26", 3)]
    public async Task Whatever_conforms_directly_conforms_through_the_gateway(string server, string revision, int atLeast)
    {
        await using var reference = await McpServerProcess.StartAsync();
        using var folder = new TempFolder();
        await using var bartizan = await StartAsync(folder, reference, server);
        var result = await NodeClient.RunAsync(
            McpServerProcess.Node, "mcp-conformance.mjs", bartizan, [], [("DIRECT", new Uri(reference.Address, server).AbsoluteUri), ("SERVER", server), ("REVISION", revision)]);
        var through = result.GetProperty("through");
        var (conforming, broken) = (0, new List<string>());
        foreach (var check in result.GetProperty("direct").EnumerateObject())
        {
            var direct = Count(check.Value);
            conforming += direct;
            if (direct > 0 && (!through.TryGetProperty(check.Name, out var same) || Count(same) < direct))
            {
                broken.Add(check.Name);
            }
        }

        Assert.Empty(broken);
        Assert.True(conforming >= atLeast, $"Only {conforming} checks succeed directly.");
    }

    [RequiresFact(NodeClient.Install, NodeClient.Mcp, NodeClient.Node22)]
    public async Task A_person_approves_a_tool_while_the_gateway_runs()
    {
        await using var reference = await McpServerProcess.StartAsync();
        using var folder = new TempFolder();
        await using var bartizan = await StartAsync(folder, reference, "both", trust: "approve");
        async Task<string> ToolsAsync()
        {
            using var client = new HttpClient { BaseAddress = bartizan.Gateway };
            using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp/both") { Content = new StringContent("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", System.Text.Encoding.UTF8, "application/json") };
            request.Headers.Add("Authorization", "Bearer " + bartizan.Key);
            using var response = await client.SendAsync(request);
            return await response.Content.ReadAsStringAsync();
        }

        Assert.DoesNotContain("echo", await ToolsAsync(), StringComparison.Ordinal);
        var (exit, listed, _) = await BartizanProcess.RunAsync("mcp", "list", "--data", folder.Path);
        Assert.Equal(0, exit);
        Assert.Contains("both/echo\tpending", listed, StringComparison.Ordinal);
        (exit, var shown, _) = await BartizanProcess.RunAsync("mcp", "diff", "both/echo", "--data", folder.Path);
        Assert.Equal(1, exit);
        Assert.Contains("+ ", shown, StringComparison.Ordinal);
        (exit, _, _) = await BartizanProcess.RunAsync("mcp", "approve", "both/echo", "--by", "ada", "--data", folder.Path);
        Assert.Equal(0, exit);
        await Patience.UntilAsync(async () => (await ToolsAsync()).Contains("echo", StringComparison.Ordinal));

        Assert.Contains("echo", await ToolsAsync(), StringComparison.Ordinal);
        (exit, _, _) = await BartizanProcess.RunAsync("ledger", "verify", "--data", folder.Path);
        Assert.Equal(0, exit);
    }

    [RequiresFact(NodeClient.Install, NodeClient.Mcp, NodeClient.Node22, "setpriv")]
    public async Task A_started_server_dies_with_the_gateway_even_when_that_is_killed()
    {
        await using var reference = await McpServerProcess.StartAsync();
        using var folder = new TempFolder();
        await using var bartizan = await StartAsync(folder, reference, "stdio");
        await NodeClient.RunAsync(McpServerProcess.Node, "mcp.mjs", bartizan, ["stdio:old"], []);
        var home = Path.Combine(folder.Path, "mcp", "stdio");
        Assert.NotEmpty(WorkingIn(home));
        await bartizan.KillAsync();
        await Patience.UntilAsync(() => WorkingIn(home).Count == 0);

        Assert.Empty(WorkingIn(home));
    }

    private static List<string> WorkingIn(string folder) => [.. Directory.EnumerateDirectories("/proc").Where(p => Path.GetFileName(p).All(char.IsAsciiDigit)).Where(p =>
    {
        try
        {
            return new FileInfo(Path.Combine(p, "cwd")).ResolveLinkTarget(false)?.FullName == folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    })];

    private static int Count(JsonElement statuses) => statuses.EnumerateArray().Count(s => s.GetString() == "SUCCESS");

    private static Task<BartizanProcess> StartAsync(TempFolder folder, McpServerProcess reference, string server, string trust = "first-use")
    {
        var where = server == "stdio"
            ? $"command: \"{McpServerProcess.Node}\", args: [\"{McpServerProcess.Script}\", \"--stdio\"]"
            : $"url: \"{new Uri(reference.Address, server)}\"";
        var config = folder.Write("config/bartizan.yaml", $$"""
            gateway:
              upstreams:
                - { name: none, dialect: openai, url: "http://127.0.0.1:1/v1", credential: "env:HOME" }
            mcp:
              servers:
                - { name: {{server}}, trust: {{trust}}, {{where}} }
            """);
        return BartizanProcess.StartAsync(folder.Path, "--no-console", "--config", config);
    }
}
