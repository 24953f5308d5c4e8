using System.Net;
using Bartizan.Gateway.Mcp.Configuration;
using Bartizan.Gateway.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Gateway.Mcp.Http;

/// <summary>
/// Refuses what a web page could make a browser send: requests from pages of other origins, and requests by a name that is not the gateway's, which is how
/// a page's own name, pointed at this machine, would look (DNS rebinding). Nothing of a request stands in its address, least of all a token.
/// </summary>
internal static class EdgeGuard
{
    private static readonly Refusal WrongHost = new(403, "wrong_host", "The gateway is not known by this name. Add it to mcp.allowedHosts if it should be.");
    private static readonly Refusal WrongOrigin = new(403, "wrong_origin", "Pages of this origin may not ask. Add it to mcp.allowedOrigins if they should.");
    private static readonly Refusal Query = new(400, "query_not_allowed", "The address must have no query. Tokens go into the Authorization header.");
    private static readonly Refusal WrongType = new(415, "unsupported_content_type", "Send JSON, with Content-Type: application/json.");

    /// <summary>Why a request must not pass, or null.</summary>
    public static Refusal? Check(HttpRequest request, McpOptions options) =>
        !IsHost(request.Host.Host, options) ? WrongHost
        : !IsOrigin(request, options) ? WrongOrigin
        : request.QueryString.HasValue ? Query
        : HttpMethods.IsPost(request.Method) && !request.HasJsonContentType() ? WrongType
        : null;

    private static bool IsHost(string host, McpOptions options) =>
        IPAddress.TryParse(host.Trim('[', ']'), out _)
        || Same(host, "localhost")
        || (options.PublicUrl is { } url && Same(host, new Uri(url).Host))
        || options.AllowedHosts.Any(h => Same(host, h));

    // Beside those that are configured, the gateway's own: its host has been checked.
    private static bool IsOrigin(HttpRequest request, McpOptions options) =>
        request.Headers.Origin.Count == 0
        || (request.Headers.Origin is [{ } origin]
            && (Same(origin, $"{request.Scheme}://{request.Host}")
                || (options.PublicUrl is { } url && Same(origin, url))
                || options.AllowedOrigins.Any(o => Same(origin, o))));

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
