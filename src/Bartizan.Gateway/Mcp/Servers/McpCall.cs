using Bartizan.Gateway.Credentials;
using Bartizan.Gateway.Forwarding;
using Bartizan.Gateway.Mcp.Wire;

namespace Bartizan.Gateway.Mcp.Servers;

/// <summary>What is sent to a server: nothing of the client's request but what stands here.</summary>
/// <param name="Method">HTTP method: POST, GET or DELETE.</param>
/// <param name="Body">The messages to send, inspected and masked; null without a body.</param>
/// <param name="Revision">The revision that the client named in its header; null when it named none.</param>
/// <param name="Session">The server's own id of the session; null outside of one.</param>
internal sealed record McpCall(HttpMethod Method, McpReading? Body, string? Revision, string? Session)
{
    /// <summary>For what it is sent.</summary>
    public required EgressPurpose Purpose { get; init; }

    /// <summary>Arguments that the called tool wants repeated in headers.</summary>
    public IReadOnlyList<MirroredParameter> Mirrored { get; init; } = [];

    /// <summary>The body on its way, whose buffer must live as long; null when nothing was sent over HTTP.</summary>
    public BodyContent? Sent { get; set; }

    /// <summary>The last event that the client has of a stream it takes up again.</summary>
    public string? LastEventId { get; init; }
}
