using System.Web;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Credentials;

/// <summary>The official conformance suite against the gateway's own OAuth client: what it does where an MCP server asks for an account, or for a token of its own.</summary>
public sealed class ConformanceTests
{
    private const string Revision = "2026-07-28";

    /// <summary>All scenarios of authorization that MCP 2026-07-28 requires of clients, and of its extensions those that the gateway speaks.</summary>
    private static readonly string[] Scenarios =
    [
        "metadata-default", "metadata-var1", "metadata-var2", "metadata-var3", "basic-cimd", "scope-from-www-authenticate", "scope-from-scopes-supported", "scope-omitted-when-undefined",
        "scope-step-up", "scope-retry-limit", "token-endpoint-auth-basic", "token-endpoint-auth-post", "token-endpoint-auth-none", "pre-registration", "resource-mismatch",
        "offline-access-scope", "offline-access-not-supported", "authorization-server-migration", "iss-supported", "iss-not-advertised", "iss-supported-missing", "iss-wrong-issuer",
        "iss-unexpected", "iss-normalized", "metadata-issuer-mismatch", "client-credentials-jwt", "client-credentials-basic", "wif-jwt-bearer",
    ];

    [RequiresFact(NodeClient.Install, NodeClient.Conformance, NodeClient.Node22)]
    public async Task The_gateways_own_client_conforms()
    {
        using var folder = new TempFolder();
        var data = Path.Combine(folder.Path, "data");
        folder.Write("policies/one.cedar", """@id("allow") permit(principal, action, resource);""");
        var secret = folder.Write("key", "an-upstream-key");
        string Configure(string server) => $$"""
            policies: policies
            identity:
              issuer: listener
            gateway:
              upstreams:
                - { name: model, dialect: openai, url: "http://127.0.0.1:1/v1", credential: "file:{{secret}}" }
            mcp:
              servers: [{{server}}]
            """;
        var config = folder.Write("bartizan.yaml", Configure(""));
        using var bridge = new ConformanceBridge(folder, Configure);
        await using var bartizan = await BartizanProcess.StartAsync(data, "--config", config);
        await AccountSite.RunAsync("agent", "add", "app", "--owner", "grace", "--data", data);
        var agent = (await AccountSite.RunAsync("agent", "credentials", "app", "--public", "--redirect", "http://127.0.0.1/callback", "--grant", "authorization_code", "--scope", "mcp:files", "--data", data)).Split('\n')[0].Trim();
        using var person = new PersonBrowser(bartizan.Console!);
        await person.PostAsync("/api/session/link", new { token = HttpUtility.ParseQueryString(new Uri(bartizan.SignIn!).Fragment.TrimStart('#'))["token"] });
        await person.PostAsync("/api/session/account", new { name = "ada", password = "a rather long walk on the wall" });
        var driving = bridge.RunAsync(bartizan, person, agent);

        var results = await NodeClient.RunAsync(
            McpServerProcess.Node,
            "mcp-client-conformance.mjs",
            bartizan,
            [],
            [("BRIDGE", bridge.Address.AbsoluteUri), ("SCENARIOS", string.Join(',', Scenarios.Select(s => "auth/" + s))), ("REVISION", Revision)]);
        bridge.Dispose();
        await driving;

        var wrong = Scenarios.SelectMany(s =>
        {
            var result = results.GetProperty("auth/" + s);
            var bad = result.GetProperty("checks").EnumerateArray().Where(c => c.GetProperty("status").GetString() is not ("SUCCESS" or "INFO" or "SKIPPED")).ToList();
            return bad.Count == 0 && result.GetProperty("checks").GetArrayLength() > 0 ? [] : bad.Select(b => $"{s}: {b}").Append($"{s}: {result.GetProperty("said").GetString()}");
        }).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
