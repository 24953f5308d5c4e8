using Bartizan.Core.Credentials;
using Bartizan.Core.Results;
using Bartizan.Gateway.Configuration;

namespace Bartizan.Gateway.Mcp.Configuration;

/// <summary>Where access tokens for an MCP server are had: its authorization server, and what Bartizan is called there. What is left out is found out.</summary>
public sealed record McpAccountOptions
{
    /// <summary>How tokens are had: each person connects an account, or the gateway has one of its own.</summary>
    public AccountGrant Grant { get; init; }

    /// <summary>The authorization server's address, letter for letter as it names itself; null for the one that the server names.</summary>
    public string? Issuer { get; init; }

    /// <summary>Bartizan's name there; null where it introduces itself.</summary>
    public string? ClientId { get; init; }

    /// <summary>Where what Bartizan shows beside its name is: <c>env:NAME</c> or <c>file:/path</c>; null for a public client.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Where the key is with which Bartizan signs who it is: <c>env:NAME</c> or <c>file:/path</c>, in PEM; null for none.</summary>
    public string? ClientKey { get; init; }

    /// <summary>The identity provider, by its name in <c>signIn.providers</c>, that says for whom the gateway may act; null for none.</summary>
    public string? Provider { get; init; }

    /// <summary>Whether each person has a token; else there is one for all who call.</summary>
    public bool IsPersonal => Grant == AccountGrant.AuthorizationCode || (Grant == AccountGrant.IdentityAssertion && Assertion is null);

    /// <summary>Where the assertion is that is shown for a token, or the ID token that is shown to the provider: <c>env:NAME</c> or <c>file:/path</c>, read anew each time; null for none.</summary>
    public string? Assertion { get; init; }

    /// <summary>Scopes to ask for; empty for those that the server names.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>What tokens are asked for (RFC 8707); null for what the server says of itself, or its address.</summary>
    public string? Resource { get; init; }

    /// <summary>Whether tokens are bound to a key (RFC 9449).</summary>
    public TokenBinding Dpop { get; init; }

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

        if (account.Issuer is { } named && (!Uri.TryCreate(named, UriKind.Absolute, out var issuer) || issuer.Query.Length + issuer.Fragment.Length + issuer.UserInfo.Length > 0
            || !(issuer.Scheme == "https" || (issuer.Scheme == "http" && issuer.IsLoopback))))
        {
            errors.Add(new($"{where}.account.issuer: it is no address of an authorization server.", "Write it as that server names itself, for example https://login.example.org."));
        }

        ValidateClient(account, where, errors);
        if (account.ClientId is { Length: 0 or > 512 })
        {
            errors.Add(new($"{where}.account.clientId: it must have 1 to 512 characters.", "Register Bartizan at that authorization server, and write the name that it was given."));
        }

        foreach (var (name, reference) in new[] { ("clientSecret", account.ClientSecret), ("clientKey", account.ClientKey), ("assertion", account.Assertion) })
        {
            if (reference is not null && CredentialReference.TryParse(reference) is null)
            {
                errors.Add(new($"{where}.account.{name}: it is not a reference.", "Write env:NAME or file:/path; a secret itself never stands in configuration."));
            }
        }

        if (account.Scopes.Any(s => s.Length == 0 || s.AsSpan().ContainsAnyExceptInRange('!', '~') || s.AsSpan().ContainsAny('"', '\\')))
        {
            errors.Add(new($"{where}.account.scopes: a scope must be printable ASCII without spaces, quotes and backslashes.", "Write for example [read, write]."));
        }

        if (account.Resource is { } resource && (!Uri.TryCreate(resource, UriKind.Absolute, out var what) || what.Fragment.Length > 0))
        {
            errors.Add(new($"{where}.account.resource: it is no absolute address.", "Leave it out for the server's own."));
        }
    }

    private static void ValidateClient(McpAccountOptions account, string where, List<InputError> errors)
    {
        // What proves who Bartizan is goes to whom a person named, never to whom a server names.
        if (account.Issuer is null && (account.ClientSecret ?? account.ClientKey ?? account.Assertion) is not null)
        {
            errors.Add(new($"{where}.account.issuer: a secret, key or assertion is shown to an authorization server, and none is named.", "Write it as that server names itself, for example https://login.example.org."));
        }

        if (account.ClientId is null && (account.ClientSecret ?? account.ClientKey) is not null)
        {
            errors.Add(new($"{where}.account.clientId: there is a secret or key, and no name that it goes with.", "Write the name that Bartizan was given at that authorization server."));
        }

        if (account.ClientSecret is not null && account.ClientKey is not null)
        {
            errors.Add(new($"{where}.account: there are a clientSecret and a clientKey.", "Keep the one that the authorization server was told of."));
        }

        if (account.Grant == AccountGrant.ClientCredentials && (account.ClientSecret ?? account.ClientKey) is null)
        {
            errors.Add(new($"{where}.account.grant: client-credentials needs a clientSecret or clientKey.", "Add one; a name alone proves nothing."));
        }

        if ((account.Grant == AccountGrant.IdentityAssertion) != (account.Provider is not null)
            || (account.Grant == AccountGrant.IdentityAssertion && (account.Issuer is null || account.ClientId is null || (account.ClientSecret ?? account.ClientKey) is null)))
        {
            errors.Add(new(
                $"{where}.account.provider: it goes with grant: identity-assertion, an issuer, a clientId, and a clientSecret or clientKey.",
                "Name an entry of signIn.providers, and write what the server's authorization server gave Bartizan."));
        }

        if (account.Grant != AccountGrant.IdentityAssertion
            && ((account.Grant == AccountGrant.JwtBearer) != (account.Assertion is not null) || (account.Grant == AccountGrant.JwtBearer && account.ClientId is null)))
        {
            errors.Add(new($"{where}.account.assertion: it goes with grant: jwt-bearer and a clientId, and only with them.", "Write for example assertion: file:/var/run/secrets/tokens/bartizan"));
        }
    }
}
