using System.Security.Cryptography;
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
        await site.AddFirstAccountAsync("ada");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (secret, shown) = (Path.Combine(site.Data, "ada.pem"), Path.Combine(site.Data, "ada.pub"));
        await File.WriteAllTextAsync(secret, key.ExportECPrivateKeyPem());
        await File.WriteAllTextAsync(shown, key.ExportSubjectPublicKeyInfoPem());
        await RunAsync("access", "key", "add", "--account", "ada", "--key", shown, "--data", site.Data);

        var client = NodeClient.RunAsync(McpServerProcess.Node, "elicit.mjs", site.Bartizan, [], [("MODE", mode)]);
        var request = "";
        for (var i = 0; i < 100 && request.Length == 0 && !client.IsCompleted; i++)
        {
            request = (await RunAsync("access", "list", "--data", site.Data)).Split('\t')[0];
        }

        if (request.Length > 0)
        {
            await RunAsync("access", "approve", request, "--by", "ada", "--key", secret, "--data", site.Data);
        }

        var result = await client;
        Assert.Equal((revision, "open the gate", false), (result.GetProperty("revision").GetString(), result.GetProperty("text").GetString(), result.GetProperty("isError").GetBoolean()));
        var opened = Assert.Single(result.GetProperty("opened").EnumerateArray());
        Assert.Equal(("url", new Uri(site.Bartizan.Console!, $"/requests?request={request}").AbsoluteUri), (opened[0].GetString(), opened[1].GetString()));
        Assert.StartsWith("Echoes need a person.", opened[2].GetString(), StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var (exit, output, errors) = await BartizanProcess.RunAsync(arguments);
        Assert.True(exit == 0, errors);
        return output;
    }
}
