using Bartizan.Gateway.Mcp.Configuration;
using Bartizan.Gateway.Mcp.Exchanges;
using Bartizan.Gateway.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Gateway.Mcp.Http;

/// <summary>Finds the server that a path under <c>/mcp/</c> asks. Names are compared exactly.</summary>
internal sealed class McpEndpoint(GatewayState state, McpPipeline pipeline, ProtectedResource metadata)
{
    private const string Prefix = "/mcp/";

    /// <summary>Answers a request; false when its path is not one of a server.</summary>
    public bool TryAnswer(HttpContext http, string path, out Task answering)
    {
        answering = Task.CompletedTask;
        if (path.StartsWith(ProtectedResource.WellKnown + Prefix, StringComparison.Ordinal))
        {
            if (!HttpMethods.IsGet(http.Request.Method) || Find(path[ProtectedResource.WellKnown.Length..]) is not { } described)
            {
                return false;
            }

            answering = metadata.AnswerAsync(http, described);
            return true;
        }

        if (!path.StartsWith(Prefix, StringComparison.Ordinal) || Find(path) is not { } server)
        {
            return false;
        }

        if (server.Routes.TryGetValue(http.Request.Method, out var route))
        {
            answering = pipeline.RunAsync(http, route, server);
            return true;
        }

        http.Response.StatusCode = 405;
        http.Response.Headers.Allow = "POST, GET, DELETE";
        return true;
    }

    private McpServer? Find(string path) => state.Current.Mcp.Find(path[Prefix.Length..]);
}
