using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Credentials;

/// <summary>The official conformance suite against the gateway's own OAuth client: what it does where an MCP server asks for an account, or for a token of its own.</summary>
public sealed class ConformanceTests
{
    private const string Revision = "2026-07-28";

    /// <summary>All scenarios of authorization that MCP 2026-07-28 requires of clients, and all of its extensions.</summary>
    private static readonly string[] Scenarios =
    [
        "metadata-default", "metadata-var1", "metadata-var2", "metadata-var3", "basic-cimd", "scope-from-www-authenticate", "scope-from-scopes-supported", "scope-omitted-when-undefined",
        "scope-step-up", "scope-retry-limit", "token-endpoint-auth-basic", "token-endpoint-auth-post", "token-endpoint-auth-none", "pre-registration", "resource-mismatch",
        "offline-access-scope", "offline-access-not-supported", "authorization-server-migration", "iss-supported", "iss-not-advertised", "iss-supported-missing", "iss-wrong-issuer",
        "iss-unexpected", "iss-normalized", "metadata-issuer-mismatch", "client-credentials-jwt", "client-credentials-basic", "wif-jwt-bearer", "dpop", "dpop-nonce",
        "enterprise-managed-authorization",
    ];

    [RequiresFact(NodeClient.Install, NodeClient.Conformance, NodeClient.Node22)]
    public async Task The_gateways_own_client_conforms()
    {
        await using var site = await ConformanceSite.StartAsync();
        using var bridge = new ConformanceBridge(site);
        var driving = bridge.RunAsync();

        var results = await NodeClient.RunAsync(
            McpServerProcess.Node,
            "mcp-client-conformance.mjs",
            site.Bartizan,
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
