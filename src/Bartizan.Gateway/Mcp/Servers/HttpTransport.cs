using System.Net;
using Bartizan.Gateway.Forwarding;
using Bartizan.Gateway.Mcp.Configuration;
using Bartizan.Gateway.Mcp.Wire;

namespace Bartizan.Gateway.Mcp.Servers;

/// <summary>A server that is reached by its address. Headers are made here; of the client's, none goes through.</summary>
internal sealed class HttpTransport(McpServer server, Forwarder forwarder) : IMcpTransport
{
    public async ValueTask<McpAnswer> SendAsync(McpCall call, Deadline deadline)
    {
        var request = new HttpRequestMessage(call.Method, server.Address)
        {
            Version = HttpVersion.Version11,
            Content = call.Sent = call.Body is null ? null : new BodyContent(call.Body.Body),
        };
        Add(request, "Accept", call.Method == HttpMethod.Get ? "text/event-stream" : "application/json, text/event-stream");
        Add(request, "Accept-Encoding", "identity");
        Add(request, MirroredHeaders.Revision, call.Revision);
        Add(request, McpHeaders.Session, call.Session);
        Add(request, McpHeaders.LastEventId, call.LastEventId);
        if (call is { Revision: McpRevision.Stateless, Body.Messages: [{ Method.Length: > 0 } message] })
        {
            MirroredHeaders.Write(request, message, call.Body.Body.Span, call.Mirrored);
        }

        var (response, failure) = await forwarder.SendAsync(request, server.Credential, call.Body?.Body ?? default, call.Purpose, deadline);
        return response is null ? McpAnswer.Failed(failure) : McpAnswer.Of(response);
    }

    private static void Add(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
