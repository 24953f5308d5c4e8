using System.Net;
using System.Text.Json;
using Bartizan.Gateway.Tests.Mcp;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Complaints;

/// <summary>
/// Theme 10, MCP authorization that is fiddly or missing: metamcp #122, oauth2-proxy #3488, mcp-gateway-registry #991, opik-mcp #139,
/// envoyproxy/ai-gateway #2077, #2696, forcedotcom/mcp-hosted #24.
/// </summary>
public class McpAuthorization
{
    [Fact]
    public async Task The_resource_named_in_the_metadata_had_a_slash_that_the_address_had_not()
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("read"));
        await using var gateway = await McpClient.StartAsync(server.Address);
        var described = JsonDocument.Parse(await gateway.Client.GetStringAsync("/.well-known/oauth-protected-resource/mcp/test")).RootElement;
        Assert.Equal(new Uri(gateway.Address, "/mcp/test").AbsoluteUri, described.GetProperty("resource").GetString());
    }

    [Fact]
    public async Task A_401_did_not_say_where_to_get_a_token()
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("read"));
        await using var gateway = await McpClient.StartAsync(server.Address);
        using var response = await gateway.SendMcpAsync(McpClient.Request("ping"), key: null);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        var challenge = response.Headers.WwwAuthenticate.ToString();
        var address = challenge.Split('"')[1];
        using var metadata = await gateway.Client.GetAsync(new Uri(address));
        Assert.Equal(HttpStatusCode.OK, metadata.StatusCode);
    }

    [Fact]
    public async Task The_server_s_own_401_came_through_as_if_the_client_s_token_were_bad()
    {
        await using var server = ScriptedUpstream.Start((_, c) => c.RawAsync("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer resource_metadata=\"https://elsewhere.example\"\r\nContent-Length: 0\r\n\r\n"));
        await using var gateway = await McpClient.StartAsync(server.Address);
        using var response = await gateway.SendMcpAsync(McpClient.Request("ping"));
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Empty(response.Headers.WwwAuthenticate);
    }

    [Fact]
    public async Task The_client_s_token_was_handed_to_the_server()
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("read"));
        await using var gateway = await McpClient.StartAsync(server.Address);
        await gateway.AskMcpAsync(McpClient.Request("tools/list"));
        Assert.All(server.Requests, r => Assert.DoesNotContain(Testing.Stores.OneAgent.Key, r.Everything, StringComparison.Ordinal));
    }
}
