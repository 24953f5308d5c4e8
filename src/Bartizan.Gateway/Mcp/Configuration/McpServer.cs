using System.Collections.Frozen;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Credentials;
using Bartizan.Gateway.Mcp.Wire;
using Bartizan.Gateway.Pipeline;

namespace Bartizan.Gateway.Mcp.Configuration;

/// <summary>An MCP server, compiled. Its credential leaves this type only as a header of a request to its address.</summary>
public sealed class McpServer
{
    private static readonly McpDialect Dialect = new();

    internal McpServer(McpServerOptions options)
    {
        Options = options;
        Scopes = options.Scopes ?? [$"mcp:{options.Name}"];
        Address = options.Url is null ? null : new Uri(options.Url);
        // The key stands where OpenAI's clients put it as well: in Authorization.
        Routes = new[] { "POST", "GET", "DELETE" }.ToFrozenDictionary(m => m, m => new GatewayRoute($"{m} /mcp/{options.Name}", Dialect, ProviderDialect.OpenAi, ""));
        Account = options.Account is null ? null : new McpAccount(options.Account);
        Credential = options.Account is { } account ? new AccountKey(options.Name, !account.IsPersonal) : options.Credential is null ? null : UpstreamCredential.Of(options.Credential, options.CredentialHeader);
    }

    /// <summary>What it was compiled from.</summary>
    public McpServerOptions Options { get; }

    public string Name => Options.Name;

    /// <summary>What is shown where tokens for it are had; null where it asks for none.</summary>
    public McpAccount? Account { get; }

    /// <summary>Where it is reached; null for one that is started here.</summary>
    public Uri? Address { get; }

    /// <summary>Scopes that a token for it needs.</summary>
    public IReadOnlyList<string> Scopes { get; }

    /// <summary>How its exchanges are named in records, by HTTP method.</summary>
    internal FrozenDictionary<string, GatewayRoute> Routes { get; }

    /// <summary>What it asks of whoever calls it; null for nothing.</summary>
    internal UpstreamCredential? Credential { get; }
}
