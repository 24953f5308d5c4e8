using Bartizan.Console.Access;
using Bartizan.Core.Results;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Mcp.Configuration;
using Bartizan.Identity;
using Bartizan.Identity.Federation;

namespace Bartizan.Configuration;

/// <summary>Reads the section <c>signIn</c>: the identity providers through which people may sign in.</summary>
internal static class SignInReader
{
    public static SignInOptions Read(YamlSection section)
    {
        var options = new SignInOptions { Providers = [.. section.Sections("providers").Select(Provider)] };
        section.Close();
        return options;
    }

    /// <summary>What is wrong by itself, or does not go with the rest.</summary>
    public static IEnumerable<InputError> Validate(SignInOptions options, AuthorizationOptions identity) =>
        SignInOptions.Validate(options, identity.Issuer is not null).Concat(options.Providers
            .Select((provider, i) => (provider.Credential, Where: $"signIn.providers[{i}].credential"))
            .Where(p => p.Credential is { } reference && CredentialReference.TryParse(reference) is null)
            .Select(p => new InputError($"{p.Where}: it is not a reference.", "Write env:NAME or file:/path; a secret itself never stands in configuration.")));

    /// <summary>Servers whose tokens come of a provider's word, and no such provider.</summary>
    public static IEnumerable<InputError> Validate(SignInOptions options, McpOptions mcp) => mcp.Servers
        .Select((server, i) => (server.Account?.Provider, Where: $"mcp.servers[{i}].account.provider"))
        .Where(s => s.Provider is { } name && !options.Providers.Any(p => p.Name == name && p.Exchanges))
        .Select(s => new InputError($"{s.Where}: there is no provider of this name with exchanges: true.", "Write the name of an entry of signIn.providers, and exchanges: true there."));

    private static ProviderOptions Provider(YamlSection section)
    {
        var provider = new ProviderOptions
        {
            Name = section.Required("name"),
            Title = section.Text("title"),
            Issuer = section.Required("issuer"),
            ClientId = section.Required("clientId"),
            Credential = section.Text("credential"),
            Authentication = section.Value("authentication", ProviderAuthentication.ClientSecretBasic, Authentication, "client_secret_basic, client_secret_post or private_key_jwt"),
            Algorithm = section.Text("algorithm") ?? ProviderOptions.DefaultAlgorithm,
            Scopes = section.Texts("scopes") ?? ProviderOptions.DefaultScopes,
            Accounts = section.Value("accounts", AccountMaking.MustExist, ConfigReader.ParseName<AccountMaking>, "must-exist or at-first-sign-in"),
            Inside = section.Value("insideNetwork", false, Quantities.YesNo, Quantities.YesNoExpected),
            Assertions = section.Value("assertions", false, Quantities.YesNo, Quantities.YesNoExpected),
            Exchanges = section.Value("exchanges", false, Quantities.YesNo, Quantities.YesNoExpected),
            Roles = [.. section.Sections("roles").Select(Role)],
        };
        provider = provider with { NameClaim = section.Text("nameClaim") ?? provider.NameClaim };
        section.Close();
        return provider;
    }

    private static RoleMapping Role(YamlSection section)
    {
        var role = section.Required("role").Length == 0 ? default : section.Value("role", default(Role), ConfigReader.ParseName<Role>, "admin, architect, analyst, approver or auditor");
        var mapping = new RoleMapping(section.Required("claim"), section.Required("value"), role.ToString().ToLowerInvariant());
        section.Close();
        return mapping;
    }

    // The names of OpenID Connect Registration 1.0 §2.
    private static ProviderAuthentication? Authentication(string text) => text switch
    {
        "client_secret_basic" => ProviderAuthentication.ClientSecretBasic,
        "client_secret_post" => ProviderAuthentication.ClientSecretPost,
        "private_key_jwt" => ProviderAuthentication.PrivateKeyJwt,
        _ => null,
    };
}
