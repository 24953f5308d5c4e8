using System.Net;
using System.Text.Json;
using Bartizan.Gateway.Mcp.Configuration;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Mcp.Http;

public class EdgeTests
{
    [Theory]
    [InlineData("Origin", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://127.0.0.1.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "https://app.example", HttpStatusCode.OK)]
    [InlineData("Host", "evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Host", "localhost.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Host", "localhost:4180", HttpStatusCode.OK)]
    [InlineData("Host", "gateway.example", HttpStatusCode.OK)]
    public async Task Pages_of_other_origins_and_rebound_names_get_nothing(string header, string value, HttpStatusCode expected)
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("say"));
        await using var gateway = await TestGateway.StartAsync(server.Address, mcp: McpClient.Options(server.Address) with { AllowedOrigins = ["https://app.example"], AllowedHosts = ["gateway.example"] });
        using var response = await gateway.SendMcpAsync(McpClient.Request("tools/list"), change: r =>
        {
            _ = header == "Host" ? r.Headers.Host = value : null;
            _ = header == "Origin" && r.Headers.TryAddWithoutValidation(header, value);
        });
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK, !server.Requests.IsEmpty);
    }

    [Theory]
    [InlineData("?access_token=" + OneAgent.Key)]
    [InlineData("?x=1")]
    public async Task A_token_in_the_address_is_no_token(string query)
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("say"));
        await using var gateway = await McpClient.StartAsync(server.Address);
        using var response = await gateway.SendMcpAsync(McpClient.Request("tools/list"), "test" + query);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("btz_wrong", true)]
    public async Task Without_a_key_a_client_learns_where_to_get_one_and_every_scope_it_needs(string? key, bool invalid)
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("say"));
        var options = McpClient.Options(server.Address);
        await using var gateway = await TestGateway.StartAsync(server.Address, mcp: options with
        {
            AuthorizationServers = ["https://login.example"],
            Servers = [options.Servers[0] with { Scopes = ["mcp:read", "mcp:write"] }],
        });
        using var response = await gateway.SendMcpAsync(McpClient.Request("tools/list"), key: key);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        var metadata = new Uri(gateway.Address, "/.well-known/oauth-protected-resource/mcp/test");
        Assert.Equal(
            $"Bearer resource_metadata=\"{metadata}\", scope=\"mcp:read mcp:write\"" + (invalid ? ", error=\"invalid_token\"" : ""),
            response.Headers.WwwAuthenticate.ToString());

        var described = JsonDocument.Parse(await gateway.Client.GetStringAsync(metadata)).RootElement;
        Assert.Equal(new Uri(gateway.Address, "/mcp/test").AbsoluteUri, described.GetProperty("resource").GetString());
        Assert.Equal("""["https://login.example"]""", described.GetProperty("authorization_servers").GetRawText());
        Assert.Equal("""["mcp:read","mcp:write"]""", described.GetProperty("scopes_supported").GetRawText());
        using var unknown = await gateway.Client.GetAsync(new Uri("/.well-known/oauth-protected-resource/mcp/test/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task The_client_s_token_never_reaches_a_server_and_the_server_s_never_the_client()
    {
        await using var server = ScriptedUpstream.Start((request, connection) =>
            connection.JsonAsync("""{"jsonrpc":"2.0","id":1,"result":{}}""", headers: "Set-Cookie: a=b\r\nX-Echo: " + request.Headers["Authorization"] + "\r\n"));
        await using var gateway = await McpClient.StartAsync(server.Address);
        using var response = await gateway.SendMcpAsync(McpClient.Request("ping"), change: r => r.Headers.TryAddWithoutValidation("x-api-key", OneAgent.Key));
        var request = Assert.Single(server.Requests);
        Assert.DoesNotContain(OneAgent.Key, request.Everything, StringComparison.Ordinal);
        Assert.Equal("Bearer " + TestGateway.UpstreamKey, request.Headers["Authorization"]);
        Assert.DoesNotContain(TestGateway.UpstreamKey, response.Headers.ToString(), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_server_that_refuses_the_gateway_does_not_make_the_client_sign_in_there()
    {
        await using var server = ScriptedUpstream.Start((_, connection) =>
            connection.JsonAsync("{}", 401, "WWW-Authenticate: Bearer resource_metadata=\"https://evil.example/prm\"\r\n"));
        await using var gateway = await McpClient.StartAsync(server.Address);
        using var response = await gateway.SendMcpAsync(McpClient.Request("ping"));
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Empty(response.Headers.WwwAuthenticate);
        Assert.True(JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.IsRefused("upstream_credential_refused"));
    }

    [Fact]
    public async Task A_session_belongs_to_the_agent_that_opened_it_at_the_server_where_it_did()
    {
        await using var server = ScriptedUpstream.Start((_, connection) =>
            connection.JsonAsync("""{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"x"}}}""", headers: "Mcp-Session-Id: upstream-session\r\n"));
        await using var gateway = await McpClient.StartAsync(server.Address);
        using var opened = await gateway.SendMcpAsync(McpClient.Request("initialize", """ "protocolVersion":"2025-11-25" """));
        var session = opened.Headers.GetValues("Mcp-Session-Id").Single();

        async Task<HttpStatusCode> UseAsync(string id, string key, string name = "test", HttpMethod? method = null)
        {
            using var response = await gateway.SendMcpAsync(McpClient.Request("ping"), name, key, r =>
            {
                r.Method = method ?? HttpMethod.Post;
                r.Headers.TryAddWithoutValidation("Mcp-Session-Id", id);
            });
            return response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, await UseAsync(session, OneAgent.Key));
        Assert.Equal("upstream-session", server.Requests.Last().Headers["Mcp-Session-Id"]);
        var asked = server.Requests.Count;
        Assert.Equal(HttpStatusCode.NotFound, await UseAsync(session, OneAgent.OtherKey));
        Assert.Equal(HttpStatusCode.NotFound, await UseAsync(session, OneAgent.OtherKey, method: HttpMethod.Delete));
        Assert.Equal(HttpStatusCode.NotFound, await UseAsync(session, OneAgent.OtherKey, method: HttpMethod.Get));
        Assert.Equal(HttpStatusCode.NotFound, await UseAsync(session, OneAgent.Key, "second"));
        Assert.Equal(HttpStatusCode.NotFound, await UseAsync("upstream-session", OneAgent.Key));
        Assert.Equal(HttpStatusCode.NotFound, await UseAsync(session.Replace("upstream", "another", StringComparison.Ordinal), OneAgent.Key));
        Assert.Equal(asked, server.Requests.Count);
    }

    [Theory]
    [InlineData("PUT", "/mcp/test", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/mcp/unknown", HttpStatusCode.NotFound)]
    [InlineData("POST", "/mcp/test/", HttpStatusCode.NotFound)]
    [InlineData("POST", "/mcp/TEST", HttpStatusCode.NotFound)]
    [InlineData("POST", "/mcp/", HttpStatusCode.NotFound)]
    public async Task Only_configured_servers_are_there(string method, string path, HttpStatusCode expected)
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("say"));
        await using var gateway = await McpClient.StartAsync(server.Address);
        using var response = await gateway.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.Equal(expected, response.StatusCode);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Only_JSON_is_taken()
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("say"));
        await using var gateway = await McpClient.StartAsync(server.Address);
        using var response = await gateway.SendMcpAsync(McpClient.Request("ping"), change: r => r.Content!.Headers.ContentType = new("text/plain"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public void Options_are_checked_with_the_setting_named()
    {
        McpServerOptions[] wrong =
        [
            new() { Name = "a/b", Url = "https://x.example" },
            new() { Name = "neither" },
            new() { Name = "both", Url = "https://x.example", Command = "x" },
            new() { Name = "plain", Url = "http://x.example" },
            new() { Name = "key", Url = "https://x.example?k=1" },
            new() { Name = "secret", Url = "https://x.example", Credential = "sk-123" },
            new() { Name = "header", Url = "https://x.example", CredentialHeader = "Host" },
            new() { Name = "env", Command = "x", Env = ["sk-secret-value"] },
            new() { Name = "memory", Command = "x", Memory = 5 },
            new() { Name = "scope", Url = "https://x.example", Scopes = ["a b"] },
            new() { Name = "SCOPE", Url = "https://x.example" },
        ];
        var errors = McpOptionsValidator.Validate(new McpOptions { Servers = wrong, PublicUrl = "http://x.example", AllowedOrigins = ["x/y"], AllowedHosts = ["a:1"], AuthorizationServers = ["x"] });
        foreach (var where in new[]
        {
            "mcp.servers[0].name", "mcp.servers[1]", "mcp.servers[2]", "mcp.servers[3].url", "mcp.servers[4].url", "mcp.servers[5].credential", "mcp.servers[6].credentialHeader",
            "mcp.servers[7].env", "mcp.servers[8].memory", "mcp.servers[9].scopes", "mcp.servers", "mcp.publicUrl", "mcp.allowedOrigins", "mcp.allowedHosts", "mcp.authorizationServers",
        })
        {
            Assert.Contains(errors, e => e.What.StartsWith(where + ":", StringComparison.Ordinal));
        }

        Assert.Empty(McpOptionsValidator.Validate(new McpOptions { Servers = [new() { Name = "d", Url = "https://x.example/mcp", Account = new() }, new() { Name = "a", Url = "https://x.example/mcp", CredentialHeader = "X-Api-Key", Credential = "env:X" }, new() { Name = "b", Command = "x", Env = ["A=env:B"] }] }));
    }
}
