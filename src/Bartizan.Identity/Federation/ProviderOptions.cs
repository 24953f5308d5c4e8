namespace Bartizan.Identity.Federation;

/// <summary>An identity provider whose people may sign in (OpenID Connect Core 1.0), as a person configured it.</summary>
public sealed record ProviderOptions
{
    /// <summary>Its name in addresses: small letters, digits and dashes.</summary>
    public required string Name { get; init; }

    /// <summary>What its button says; null for the name.</summary>
    public string? Title { get; init; }

    /// <summary>Its issuer, letter for letter as its ID tokens have it.</summary>
    public required string Issuer { get; init; }

    /// <summary>What it calls this Bartizan.</summary>
    public required string ClientId { get; init; }

    /// <summary>Where the client's secret is, <c>env:NAME</c> or <c>file:/path</c>; null where the client proves itself with a key.</summary>
    public string? Credential { get; init; }

    /// <summary>How this Bartizan proves who it is.</summary>
    public ProviderAuthentication Authentication { get; init; } = ProviderAuthentication.ClientSecretBasic;

    /// <summary>The only signature algorithm that its ID tokens may have: <c>RS256</c>, <c>PS256</c> or <c>ES256</c>.</summary>
    public string Algorithm { get; init; } = DefaultAlgorithm;

    /// <summary>What is asked for; <c>openid</c> is among it.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = DefaultScopes;

    /// <summary>The claim that names the account of somebody who comes for the first time.</summary>
    public string NameClaim { get; init; } = "preferred_username";

    /// <summary>How claims become roles, for accounts that it made.</summary>
    public IReadOnlyList<RoleMapping> Roles { get; init; } = [];

    /// <summary>Whether somebody without an account gets one.</summary>
    public AccountMaking Accounts { get; init; }

    /// <summary>Whether agents may bring its assertions that they act for its people, in the place of these people's own answers.</summary>
    public bool Assertions { get; init; }

    /// <summary>Whether the ID tokens of its people are kept while they are signed in, so that it can be asked to let Bartizan act for them at other servers.</summary>
    public bool Exchanges { get; init; }

    /// <summary>Whether its host may be on a private network or this machine.</summary>
    public bool Inside { get; init; }

    /// <summary>What a client that says nothing gets (OpenID Connect Registration 1.0 §2).</summary>
    public const string DefaultAlgorithm = "RS256";

    /// <summary>What is asked for unless configured otherwise.</summary>
    public static IReadOnlyList<string> DefaultScopes { get; } = ["openid", "profile"];
}

/// <summary>One value of a claim that gives a role.</summary>
/// <param name="Claim">The claim of the ID token: its name, or the way to it with dots. Its value is a text or a list of texts.</param>
/// <param name="Value">The text that must be there, letter for letter.</param>
/// <param name="Role">The role's name.</param>
public sealed record RoleMapping(string Claim, string Value, string Role);

/// <summary>How a client proves at the token endpoint who it is (OpenID Connect Core 1.0 §9).</summary>
public enum ProviderAuthentication
{
    /// <summary>With a secret in the header.</summary>
    ClientSecretBasic,

    /// <summary>With a secret in the form.</summary>
    ClientSecretPost,

    /// <summary>With an assertion that the authorization server's own key signed.</summary>
    PrivateKeyJwt,
}

/// <summary>What becomes of somebody who signs in for the first time.</summary>
public enum AccountMaking
{
    /// <summary>Nothing: an account must have been linked before.</summary>
    MustExist,

    /// <summary>An account with the roles that the provider's claims give.</summary>
    AtFirstSignIn,
}
