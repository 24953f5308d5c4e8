using System.Text.Json;
using System.Text.RegularExpressions;
using Bartizan.EndToEnd.Access;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Orchestrators;

/// <summary>The scripts that <c>docs/orchestrators.md</c> shows, through the real program: an identity, a sub-agent with less, a person's approval, the end.</summary>
public sealed class OrchestratorTests
{
    private const string Clients = "tests/Bartizan.EndToEnd/clients/";

    /// <param name="Held">What the framework gives the program of the call that is held.</param>
    /// <param name="Passed">What it gives once that is approved.</param>
    /// <param name="Owner">What it throws when nothing counts any more, at the agent that began.</param>
    /// <param name="Helper">The same at the sub-agent.</param>
    private sealed record Expected(string Held, string Passed, string[] Owner, string[] Helper);

    [RequiresFact(NodeClient.Install, NodeClient.Node22, NodeClient.OpenIdClient, Clients + "node_modules/@openai/agents")]
    public Task OpenAI_Agents() => WorkAsync("openai-agents.mjs", revokeAgent: false, new Expected("Echoes need a person.", "refund order 17", ["SdkHttpError", "401", "CLIENT_HTTP_NOT_IMPLEMENTED"], ["AuthenticationError", "401", "invalid_token"]));

    [RequiresFact(NodeClient.Install, NodeClient.Node22, NodeClient.OpenIdClient, NodeClient.Vercel)]
    public Task Vercel_AI_SDK() => WorkAsync("vercel.mjs", revokeAgent: true, new Expected("Refunds need a person.", "order 17", ["AI_APICallError", "401", "invalid_token"], ["AI_APICallError", "401", "invalid_token"]));

    [RequiresFact(NodeClient.Install, NodeClient.Node22, NodeClient.OpenIdClient, Clients + "node_modules/@langchain/langgraph", Clients + "node_modules/@langchain/openai")]
    public Task LangGraph() => WorkAsync("langgraph.mjs", revokeAgent: true, new Expected("Refunds need a person.", "order 17", ["AuthenticationError", "401", "invalid_token"], ["AuthenticationError", "401", "invalid_token"]));

    [RequiresFact(NodeClient.Install, NodeClient.Node22, NodeClient.OpenIdClient, Clients + "node_modules/@google/adk")]
    public Task Google_ADK() => WorkAsync("google-adk.mjs", revokeAgent: false, new Expected("Echoes need a person.", "refund order 17", ["Error", "invalid_token", "401"], ["Error", "401"]));

    [Fact]
    public void What_the_page_shows_is_what_runs()
    {
        string[] scripts =
        [
            .. Directory.GetFiles(Repository.PathTo("tests", "Bartizan.EndToEnd", "clients", "orchestrators"), "*.mjs").Select(File.ReadAllText),
            .. Directory.GetFiles(Repository.PathTo("tests", "Bartizan.EndToEnd", "Orchestrators"), "CSharp*.cs").Select(f => File.ReadAllText(f).Replace("\n        ", "\n", StringComparison.Ordinal)),
            .. Directory.GetFiles(Repository.PathTo("tests", "Bartizan.EndToEnd", "Orchestrators"), "CSharp*.cs").Select(File.ReadAllText),
        ];
        var shown = Regex.Matches(File.ReadAllText(Repository.PathTo("docs", "orchestrators.md")), "```(?:js|csharp)\n(.*?)```", RegexOptions.Singleline).Select(m => m.Groups[1].Value).ToArray();
        Assert.NotEmpty(shown);
        Assert.All(shown, s => Assert.Contains(scripts, script => script.Contains(s, StringComparison.Ordinal)));
    }

    private static async Task WorkAsync(string script, bool revokeAgent, Expected expected)
    {
        await using var reference = await McpServerProcess.StartAsync();
        await using var site = await HeldSite.StartAsync(new Uri(reference.Address, "sessions"), "identity:\n  issuer: listener");
        var key = await site.AddApproverAsync("ada");
        var helper = await AddAgentAsync(site, "helper", "--grant", "token-exchange");
        var owner = await AddAgentAsync(site, "owner", "--delegate", "helper", "--scope", "mcp:files");
        await using var client = SteppedClient.Start(
            "orchestrators/" + script,
            site.Bartizan,
            [("OWNER", owner[0]), ("OWNER_SECRET", owner[1]), ("HELPER", helper[0]), ("HELPER_SECRET", helper[1])]);

        var held = await client.NextAsync();
        Assert.Equal(("held", "order 17 is paid"), (Of(held, "step"), Of(held, "delegated")));
        Assert.Contains(expected.Held, Of(held, "said"), StringComparison.Ordinal);
        var request = Of(held, "request");
        Assert.Equal(request, (await site.RunAsync("access", "list")).Split('\t')[0]);
        var mandates = (await site.RunAsync("mandate", "list")).Split('\n');
        Assert.Matches("^mnd_[a-z0-9]+\towner\tfor itself\trefund order 17\t.* of 20 requests\t", mandates[0]);
        Assert.Matches("^  mnd_[a-z0-9]+\thelper\tfor itself\tlook up order 17\t.* of 3 requests\t", mandates[1]);
        await site.RunAsync("access", "approve", request, "--by", "ada", "--key", key);
        await client.GoOnAsync();

        var passed = await client.NextAsync();
        Assert.Equal(("passed", expected.Passed), (Of(passed, "step"), Of(passed, "result")));
        await site.RunAsync(revokeAgent ? ["agent", "revoke", "owner"] : ["mandate", "end", mandates[0].Split('\t')[0], "--reason", "paid twice"]);
        await client.GoOnAsync();

        var ended = await client.NextAsync();
        Assert.Equal("ended", Of(ended, "step"));
        Assert.Equal(expected.Owner, ended.GetProperty("owner").EnumerateArray().Select(e => e.ToString()));
        Assert.Equal(expected.Helper, ended.GetProperty("helper").EnumerateArray().Select(e => e.ToString()));
        Assert.Equal(revokeAgent ? "401" : "invalid_authorization_details", Of(ended, "renewal"));
    }

    private static async Task<string[]> AddAgentAsync(HeldSite site, string name, params string[] more)
    {
        await site.RunAsync("agent", "add", name, "--owner", "ada");
        return (await site.RunAsync(["agent", "credentials", name, "--secret", .. more])).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Of(JsonElement step, string name) => step.TryGetProperty(name, out var value) ? value.ToString() : $"no {name} in {step}";
}
