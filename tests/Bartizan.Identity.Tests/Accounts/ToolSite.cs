using Bartizan.Testing.Upstreams;

namespace Bartizan.Identity.Tests.Accounts;

/// <summary>An MCP server that lets nobody in without a token, and says where one is had.</summary>
internal sealed class ToolSite : IAsyncDisposable
{
    private readonly ScriptedUpstream _server;

    public ToolSite() => _server = ScriptedUpstream.Start((request, connection) => request.Line.Split(' ')[1] switch
    {
        "/mcp" => connection.JsonAsync("{}", 401, Challenge is null ? "" : $"WWW-Authenticate: {Challenge}\r\n"),
        "/.well-known/oauth-protected-resource/mcp" when Description is not null => connection.JsonAsync(Description),
        _ => connection.JsonAsync("{}", 404),
    });

    public Uri Address => new(_server.Address, "/mcp");

    /// <summary>What it says to those whom it does not let in.</summary>
    public string? Challenge { get; set; }

    /// <summary>What it says of itself.</summary>
    public string? Description { get; set; }

    public IReadOnlyCollection<UpstreamRequest> Requests => [.. _server.Requests];

    /// <summary>Describes itself as one whose tokens an issuer gives.</summary>
    public void Describe(string issuer, string? resource = null, string more = "") =>
        Description = $$"""{"resource":"{{resource ?? Address.AbsoluteUri}}","authorization_servers":["{{issuer}}"]{{more}} }""";

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
