using System.Text.Json;
using Bartizan.Gateway.Mcp.Configuration;
using Bartizan.Gateway.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Gateway.Mcp.Http;

/// <summary>Protected resource metadata (RFC 9728): which resource a server is here, who issues tokens for it, and which scopes it wants.</summary>
internal sealed class ProtectedResource(GatewayState state)
{
    /// <summary>Path before a server's own, by the RFC's rule of insertion.</summary>
    public const string WellKnown = "/.well-known/oauth-protected-resource";

    /// <summary>Answers a request for a server's metadata. Needs no key: a client must read it to get one.</summary>
    public async Task AnswerAsync(HttpContext http, McpServer server)
    {
        var options = state.Current.Mcp.Options;
        if (EdgeGuard.Check(http.Request, options) is { } refusal)
        {
            http.Response.StatusCode = refusal.Status;
            return;
        }

        http.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("resource", Resource(http.Request, options, server));
        if (options.AuthorizationServers.Count > 0)
        {
            Write(json, "authorization_servers", options.AuthorizationServers);
        }

        Write(json, "scopes_supported", server.Scopes);
        Write(json, "bearer_methods_supported", ["header"]);
        json.WriteString("resource_name", server.Name);
        json.WriteEndObject();
    }

    /// <summary>Tells a client without a valid key where to learn how to get one.</summary>
    public static void Challenge(HttpContext http, McpOptions options, McpServer server, bool hadKey) =>
        http.Response.Headers.WWWAuthenticate =
            $"Bearer resource_metadata=\"{Origin(http.Request, options)}{WellKnown}{PathOf(server)}\", scope=\"{string.Join(' ', server.Scopes)}\""
            + (hadKey ? ", error=\"invalid_token\"" : "");

    // The resource is the address that clients ask, letter for letter: no slash at the end, and never what a client made up.
    private static string Resource(HttpRequest request, McpOptions options, McpServer server) => Origin(request, options) + PathOf(server);

    private static string PathOf(McpServer server) => "/mcp/" + server.Name;

    private static string Origin(HttpRequest request, McpOptions options) => options.PublicUrl ?? $"{request.Scheme}://{request.Host}";

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
