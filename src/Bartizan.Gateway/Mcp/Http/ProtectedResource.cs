using System.Text.Json;
using Bartizan.Gateway.Mcp.Configuration;
using Bartizan.Gateway.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Gateway.Mcp.Http;

/// <summary>Protected resource metadata (RFC 9728): which resource a server is here, who issues tokens for it, and which scopes it wants.</summary>
internal sealed class ProtectedResource(GatewayState state, TokenStep tokens)
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
        IReadOnlyList<string> issuers = tokens.Issuer is { } own ? [own, .. options.AuthorizationServers.Where(s => s != own)] : options.AuthorizationServers;
        if (issuers.Count > 0)
        {
            Write(json, "authorization_servers", issuers);
        }

        Write(json, "scopes_supported", server.Scopes);
        Write(json, "bearer_methods_supported", ["header"]);
        if (tokens.Issuer is not null)
        {
            Write(json, "dpop_signing_alg_values_supported", ["ES256"]);
            json.WriteBoolean("tls_client_certificate_bound_access_tokens", tokens.BindsToCertificates);
        }

        json.WriteString("resource_name", server.Name);
        json.WriteEndObject();
    }

    /// <summary>Tells a client without a valid key where to learn how to get one.</summary>
    /// <param name="http">The request.</param>
    /// <param name="options">What was configured.</param>
    /// <param name="server">The server.</param>
    /// <param name="error">What is wrong with what was sent, in OAuth's words; null when nothing was sent.</param>
    public void Challenge(HttpContext http, McpOptions options, McpServer server, string? error) =>
        http.Response.Headers.Append(
            "WWW-Authenticate",
            $"Bearer resource_metadata=\"{Origin(http.Request, options)}{WellKnown}{PathOf(server)}\", scope=\"{string.Join(' ', server.Scopes)}\""
            + (error is null ? "" : $", error=\"{error}\""));

    /// <summary>The part of a challenge that names a server's metadata.</summary>
    public string Named(HttpContext http, McpOptions options, McpServer server) => $"resource_metadata=\"{Origin(http.Request, options)}{WellKnown}{PathOf(server)}\", ";

    /// <summary>The path of a server, which is also what its resource is called below the gateway.</summary>
    public static string PathOf(McpServer server) => "/mcp/" + server.Name;

    // The resource is the address that clients ask, letter for letter: no slash at the end, and never what a client made up.
    private string Resource(HttpRequest request, McpOptions options, McpServer server) => Origin(request, options) + PathOf(server);

    private string Origin(HttpRequest request, McpOptions options) => tokens.Issuer ?? options.PublicUrl ?? $"{request.Scheme}://{request.Host}";

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
