using Bartizan.Core.Credentials;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Mcp.Configuration;
using Bartizan.Gateway.Pipeline;

namespace Bartizan.Hosting;

/// <summary>The MCP servers of the configuration in force that ask people for an account.</summary>
internal sealed class AccountServers(GatewayState state) : IAccountServers
{
    private (McpServers From, IReadOnlyList<AccountServer> Servers) _read = (McpServers.None, []);

    /// <inheritdoc/>
    public IReadOnlyList<AccountServer> All
    {
        get
        {
            var now = state.Current.Mcp;
            if (_read.From != now)
            {
                _read = (now, [.. now.Options.Servers.Where(s => s.Account is not null).Select(Of)]);
            }

            return _read.Servers;
        }
    }

    private static AccountServer Of(McpServerOptions server) => new()
    {
        Name = server.Name,
        Resource = server.Account!.Resource ?? server.Url!,
        Issuer = server.Account.Issuer,
        ClientId = server.Account.ClientId,
        ClientSecret = server.Account.ClientSecret is { } secret ? CredentialReference.TryParse(secret)!.Resolve() : null,
        Scopes = server.Account.Scopes,
    };
}
