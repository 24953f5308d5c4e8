using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Access;

/// <summary>The official MCP client sends its person to the console's page, and the call goes on once it is approved.</summary>
public class ElicitationTests
{
    [RequiresTheory(NodeClient.Install, NodeClient.Mcp, NodeClient.Node22)]
    [InlineData("auto", "both", "2026-07-28")]
    [InlineData("legacy", "sessions", "2025-11-25")]
    public async Task A_held_call_is_approved_where_the_client_was_sent(string mode, string server, string revision)
    {
        await using var reference = await McpServerProcess.StartAsync();
        await using var site = await HeldSite.StartAsync(new Uri(reference.Address, server));
        var key = await site.AddApproverAsync("ada");

        var client = NodeClient.RunAsync(McpServerProcess.Node, "elicit.mjs", site.Bartizan, [], [("MODE", mode)]);
        var request = "";
        await Patience.UntilAsync(async () => (request = (await site.RunAsync("access", "list")).Split('\t')[0]).Length > 0 || client.IsCompleted);

        if (request.Length > 0)
        {
            await site.RunAsync("access", "approve", request, "--by", "ada", "--key", key);
        }

        var result = await client;
        Assert.Equal((revision, "open the gate", false), (result.GetProperty("revision").GetString(), result.GetProperty("text").GetString(), result.GetProperty("isError").GetBoolean()));
        var opened = Assert.Single(result.GetProperty("opened").EnumerateArray());
        Assert.Equal(("url", new Uri(site.Bartizan.Console!, $"/requests?request={request}").AbsoluteUri), (opened[0].GetString(), opened[1].GetString()));
        Assert.StartsWith("Echoes need a person.", opened[2].GetString(), StringComparison.Ordinal);
    }
}
