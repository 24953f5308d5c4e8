using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bartizan.EndToEnd.Access;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Bartizan.EndToEnd.Orchestrators;

/// <summary>The same four steps with the official MCP SDK for C#, as <c>docs/orchestrators.md</c> shows them.</summary>
public sealed class CSharpTests
{
    [RequiresFact(NodeClient.Install, NodeClient.Mcp)]
    public async Task An_identity_a_sub_agent_a_person_and_the_end()
    {
        await using var reference = await McpServerProcess.StartAsync();
        await using var site = await HeldSite.StartAsync(new Uri(reference.Address, "both"), "identity:\n  issuer: listener");
        var key = await site.AddApproverAsync("ada");
        var (helperId, helperSecret) = await AddAgentAsync(site, "helper", "--grant", "token-exchange");
        var (ownerId, ownerSecret) = await AddAgentAsync(site, "owner", "--delegate", "helper", "--scope", "mcp:files");
        using var gateway = new HttpClient { BaseAddress = site.Bartizan.Gateway };

        var owner = new PieceOfWork(gateway, ownerId, ownerSecret, new() { ["purpose"] = "refund order 17", ["limits"] = new JsonArray("20 requests"), ["depth"] = 1 });
        var helper = new PieceOfWork(gateway, helperId, helperSecret, new() { ["purpose"] = "look up order 17", ["limits"] = new JsonArray("3 requests") }, owner);

        using var asHelper = new HttpClient(new WorkHandler(helper)) { BaseAddress = gateway.BaseAddress };
        Assert.Equal("order 17 is paid", await AskAsync(asHelper));

        await using var files = await McpClient.CreateAsync(new HttpClientTransport(
            new() { Endpoint = new Uri(gateway.BaseAddress!, "/mcp/files"), TransportMode = HttpTransportMode.StreamableHttp }, new HttpClient(new WorkHandler(owner)), ownsHttpClient: true));
        Task<CallToolResult> Echo() => files.CallToolAsync("echo", new Dictionary<string, object?> { ["text"] = "refund order 17" }).AsTask();

        var held = await Echo();
        Assert.True(held.IsError);
        Assert.Contains("Echoes need a person.", Text(held), StringComparison.Ordinal);
        var request = Regex.Match(Text(held), "arq_[a-z0-9]+").Value;
        await site.RunAsync("access", "approve", request, "--by", "ada", "--key", key);
        var passed = await Echo(); // exactly the same call again
        Assert.NotEqual(true, passed.IsError);
        Assert.Contains("refund order 17", Text(passed), StringComparison.Ordinal);

        var mandate = (await site.RunAsync("mandate", "list")).Split('\t')[0];
        await site.RunAsync("mandate", "end", mandate, "--reason", "paid twice");
        Assert.Equal(HttpStatusCode.Unauthorized, (await Assert.ThrowsAsync<HttpRequestException>(Echo)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(asHelper))).StatusCode);
        owner.Renew();
        Assert.Equal("invalid_authorization_details", (await Assert.ThrowsAsync<HttpRequestException>(() => owner.TokenAsync())).Message);
    }

    private static string Text(CallToolResult result) => string.Concat(result.Content.OfType<TextContentBlock>().Select(t => t.Text));

    private static async Task<string> AskAsync(HttpClient client)
    {
        using var answer = await client.PostAsJsonAsync("/openai/v1/chat/completions", new { model = "demo", messages = new[] { new { role = "user", content = "reply with 'order 17 is paid'" } } });
        answer.EnsureSuccessStatusCode();
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["choices"]![0]!["message"]!["content"]!;
    }

    private static async Task<(string Id, string Secret)> AddAgentAsync(HeldSite site, string name, params string[] more)
    {
        await site.RunAsync("agent", "add", name, "--owner", "ada");
        var credentials = (await site.RunAsync(["agent", "credentials", name, "--secret", .. more])).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return (credentials[0], credentials[1]);
    }
}
