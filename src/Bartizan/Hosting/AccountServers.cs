using Bartizan.Core.Credentials;
using Bartizan.Gateway.Mcp.Configuration;
using Bartizan.Gateway.Pipeline;

namespace Bartizan.Hosting;

/// <summary>The MCP servers of the configuration in force that ask for access tokens.</summary>
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
                _read = (now, [.. now.Options.Servers.Where(s => s.Account is not null).Select(s => Of(now.Find(s.Name)!))]);
            }

            return _read.Servers;
        }
    }

    private static AccountServer Of(McpServer server) => new()
    {
        Name = server.Name,
        Address = server.Address!,
        Grant = server.Options.Account!.Grant,
        Resource = server.Options.Account.Resource,
        Issuer = server.Options.Account.Issuer,
        ClientId = server.Options.Account.ClientId,
        ClientSecret = server.Account!.ClientSecret,
        ClientKey = server.Account.ClientKey,
        Provider = server.Options.Account.Provider,
        Assertion = server.Options.Account.Assertion is null ? null : server.Account.ReadAssertion,
        Dpop = server.Options.Account.Dpop,
        Scopes = server.Options.Account.Scopes,
    };
}
