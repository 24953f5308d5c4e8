using Bartizan.Core.Results;
using Bartizan.Gateway.Configuration;

namespace Bartizan.Gateway.Mcp.Configuration;

/// <summary>Where people connect the account that an MCP server asks for: its authorization server, and what Bartizan is called there.</summary>
public sealed record McpAccountOptions
{
    /// <summary>The authorization server's address, letter for letter as it names itself.</summary>
    public required string Issuer { get; init; }

    /// <summary>Bartizan's name there.</summary>
    public required string ClientId { get; init; }

    /// <summary>Where what Bartizan shows beside its name is: <c>env:NAME</c> or <c>file:/path</c>; null for a public client.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Scopes to ask people for.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>What tokens are asked for (RFC 8707); null for the server's address.</summary>
    public string? Resource { get; init; }

    /// <summary>Mistakes.</summary>
    internal static void Validate(McpServerOptions server, string where, List<InputError> errors)
    {
        if (server.Account is not { } account)
        {
            return;
        }

        if (server.Url is null || server.Credential is not null)
        {
            errors.Add(new($"{where}.account: it is for a server reached by url, in place of credential.", "Keep url and account, and remove command or credential."));
        }

        if (!Uri.TryCreate(account.Issuer, UriKind.Absolute, out var issuer) || issuer.Query.Length + issuer.Fragment.Length + issuer.UserInfo.Length > 0
            || !(issuer.Scheme == "https" || (issuer.Scheme == "http" && issuer.IsLoopback)))
        {
            errors.Add(new($"{where}.account.issuer: it is no address of an authorization server.", "Write it as that server names itself, for example https://login.example.org."));
        }

        if (account.ClientId.Length is 0 or > 512)
        {
            errors.Add(new($"{where}.account.clientId: it must have 1 to 512 characters.", "Register Bartizan at that authorization server, and write the name that it was given."));
        }

        if (account.ClientSecret is { } secret && CredentialReference.TryParse(secret) is null)
        {
            errors.Add(new($"{where}.account.clientSecret: it is not a reference.", "Write env:NAME or file:/path; a secret itself never stands in configuration."));
        }

        if (account.Scopes.Any(s => s.Length == 0 || s.AsSpan().ContainsAnyExceptInRange('!', '~') || s.AsSpan().ContainsAny('"', '\\')))
        {
            errors.Add(new($"{where}.account.scopes: a scope must be printable ASCII without spaces, quotes and backslashes.", "Write for example [read, write]."));
        }

        if (account.Resource is { } resource && (!Uri.TryCreate(resource, UriKind.Absolute, out var named) || named.Fragment.Length > 0))
        {
            errors.Add(new($"{where}.account.resource: it is no absolute address.", "Leave it out for the server's own."));
        }
    }
}
