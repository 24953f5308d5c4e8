using System.Text.Json;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Clients;

public class BudgetSdkTests
{
    [RequiresFact(NodeClient.Install, "node", NodeClient.OpenAi, NodeClient.Anthropic)]
    public async Task The_official_clients_raise_their_rate_limit_error_and_wait_as_long_as_they_are_told()
    {
        using var folder = new TempFolder();
        await using var upstream = await DemoUpstream.StartAsync(folder);
        var config = upstream.Configure("""
            budgets:
              limits:
                - { name: daily, limit: 1 requests, per: day, each: [model], models: ["demo-openai", "demo-anthropic"] }
                - { name: open, limit: 1 streams }
            """);
        await using var bartizan = await BartizanProcess.StartAsync(folder.Path, "--config", config, "--no-console");
        var result = await NodeClient.RunAsync("budgets.mjs", bartizan);
        foreach (var client in (string[])["openai", "anthropic"])
        {
            var seen = result.GetProperty(client);
            Assert.Equal(("RateLimitError", 429, true, true), (
                seen.GetProperty("type").GetString(), seen.GetProperty("status").GetInt32(), seen.GetProperty("retryAfter").GetBoolean(), seen.GetProperty("says").GetBoolean()));
            Assert.Equal("[200,429]", seen.GetProperty("statuses").GetRawText());
            Assert.Equal("[200,429,200,true]", seen.GetProperty("waited").GetRawText());
        }

        var (exitCode, output, _) = await BartizanProcess.RunAsync("budget", "list", "--data", folder.Path, "--format", "json");
        Assert.Equal(0, exitCode);
        Assert.Equal(
            ["demo-anthropic", "demo-openai"],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("model").GetString()).Order(StringComparer.Ordinal));
    }
}
