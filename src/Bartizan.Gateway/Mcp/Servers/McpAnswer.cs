using System.Net.Http.Headers;
using Bartizan.Gateway.Forwarding;

namespace Bartizan.Gateway.Mcp.Servers;

/// <summary>What kind of body an answer has.</summary>
internal enum McpBody
{
    /// <summary>None, or one that is not in the protocol and so is not read.</summary>
    None,

    /// <summary>One JSON document.</summary>
    Json,

    /// <summary>Server-sent events.</summary>
    Events,
}

/// <summary>A server's answer up to its body, or how asking it failed.</summary>
internal sealed class McpAnswer : IDisposable
{
    private readonly HttpResponseMessage? _response;
    private readonly byte[]? _bytes;

    private McpAnswer(int status, McpBody body) => (Status, Body) = (status, body);

    private McpAnswer(HttpResponseMessage response)
        : this((int)response.StatusCode, KindOf(response.Content.Headers))
    {
        _response = response;
        Session = response.Headers.TryGetValues(McpHeaders.Session, out var session) && session.ToArray() is [var only] ? only : null;
    }

    private McpAnswer(int status, byte[] json)
        : this(status, McpBody.Json) => _bytes = json;

    public int Status { get; }

    public McpBody Body { get; }

    /// <summary>The session that the server opened, as it names it.</summary>
    public string? Session { get; init; }

    /// <summary>How asking failed; none when there is an answer.</summary>
    public ForwardFailure Failure { get; private init; }

    /// <summary>Its length, where the server said so.</summary>
    public long? Length => _bytes?.Length ?? _response?.Content.Headers.ContentLength;

    public static McpAnswer Failed(ForwardFailure failure) => new(0, McpBody.None) { Failure = failure };

    public static McpAnswer Empty(int status) => new(status, McpBody.None);

    public static McpAnswer Of(HttpResponseMessage response) => new(response);

    public static McpAnswer Json(int status, byte[] json, string? session = null) => new(status, json) { Session = session };

    public Task<Stream> OpenAsync(CancellationToken cancellationToken) =>
        _bytes is not null ? Task.FromResult<Stream>(new MemoryStream(_bytes, writable: false)) : _response!.Content.ReadAsStreamAsync(cancellationToken);

    public void Dispose() => _response?.Dispose();

    private static McpBody KindOf(HttpContentHeaders headers) => headers.ContentType?.MediaType switch
    {
        { } type when type.Equals("application/json", StringComparison.OrdinalIgnoreCase) => McpBody.Json,
        { } type when type.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase) => McpBody.Events,
        _ => McpBody.None,
    };
}
