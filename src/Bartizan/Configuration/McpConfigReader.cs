using Bartizan.Core.Credentials;
using Bartizan.Gateway.Mcp.Configuration;

namespace Bartizan.Configuration;

/// <summary>Reads the section <c>mcp</c>.</summary>
internal static class McpConfigReader
{
    public static McpOptions Read(YamlSection section)
    {
        var options = new McpOptions
        {
            Servers = [.. section.Sections("servers").Select(Server)],
            PublicUrl = section.Text("publicUrl"),
            AllowedOrigins = section.Texts("allowedOrigins") ?? [],
            AllowedHosts = section.Texts("allowedHosts") ?? [],
            AuthorizationServers = section.Texts("authorizationServers") ?? [],
        };
        section.Close();
        return options;
    }

    private static McpAccountOptions Account(YamlSection section)
    {
        var account = new McpAccountOptions
        {
            Grant = section.Value("grant", AccountGrant.AuthorizationCode, ConfigReader.ParseName<AccountGrant>, "authorization-code, client-credentials, jwt-bearer or identity-assertion"),
            Issuer = section.Text("issuer"),
            ClientId = section.Text("clientId"),
            ClientSecret = section.Text("clientSecret"),
            ClientKey = section.Text("clientKey"),
            Provider = section.Text("provider"),
            Assertion = section.Text("assertion"),
            Scopes = section.Texts("scopes") ?? [],
            Resource = section.Text("resource"),
            Dpop = section.Value("dpop", TokenBinding.WhenOffered, ConfigReader.ParseName<TokenBinding>, "when-offered, required or never"),
        };
        section.Close();
        return account;
    }

    private static McpServerOptions Server(YamlSection section)
    {
        var defaults = new McpServerOptions { Name = "" };
        var server = new McpServerOptions
        {
            Name = section.Required("name"),
            Url = section.Text("url"),
            Credential = section.Text("credential"),
            Account = section.Has("account") ? Account(section.Section("account")) : null,
            CredentialHeader = section.Text("credentialHeader") ?? defaults.CredentialHeader,
            Command = section.Text("command"),
            Args = section.Texts("args") ?? [],
            Env = section.Texts("env") ?? [],
            Memory = section.Value("memory", defaults.Memory, Quantities.Size, Quantities.SizeExpected),
            Trust = section.Value("trust", defaults.Trust, ConfigReader.ParseName<McpTrust>, "approve or first-use"),
            Scopes = section.Texts("scopes"),
        };
        section.Close();
        return server;
    }
}
