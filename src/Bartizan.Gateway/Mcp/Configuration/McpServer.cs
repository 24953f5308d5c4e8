using System.Collections.Frozen;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Mcp.Wire;
using Bartizan.Gateway.Pipeline;

namespace Bartizan.Gateway.Mcp.Configuration;

/// <summary>An MCP server, compiled. Its credential leaves this type only as a header of a request to its address.</summary>
public sealed class McpServer
{
    private static readonly McpDialect Dialect = new();

    private readonly string? _credential;
    private readonly string _header;

    internal McpServer(McpServerOptions options)
    {
        Options = options;
        Scopes = options.Scopes ?? [$"mcp:{options.Name}"];
        Address = options.Url is null ? null : new Uri(options.Url);
        // The key stands where OpenAI's clients put it as well: in Authorization.
        Routes = new[] { "POST", "GET", "DELETE" }.ToFrozenDictionary(m => m, m => new GatewayRoute($"{m} /mcp/{options.Name}", Dialect, ProviderDialect.OpenAi, ""));
        _header = options.CredentialHeader;
        _credential = options.Credential is null ? null : CredentialReference.TryParse(options.Credential)!.Resolve();
    }

    /// <summary>What it was compiled from.</summary>
    public McpServerOptions Options { get; }

    public string Name => Options.Name;

    /// <summary>Where it is reached; null for one that is started here.</summary>
    public Uri? Address { get; }

    /// <summary>Scopes that a token for it needs.</summary>
    public IReadOnlyList<string> Scopes { get; }

    /// <summary>How its exchanges are named in records, by HTTP method.</summary>
    internal FrozenDictionary<string, GatewayRoute> Routes { get; }

    /// <summary>Puts the credential on a request; the last thing done before it is sent.</summary>
    internal void Authorize(HttpRequestMessage request)
    {
        if (_credential is not null)
        {
            request.Headers.TryAddWithoutValidation(_header, _header == KeyHeaders.Bearer ? "Bearer " + _credential : _credential);
        }
    }
}
