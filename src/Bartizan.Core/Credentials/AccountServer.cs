namespace Bartizan.Core.Credentials;

/// <summary>An MCP server that asks for an access token: whose, and where it is had.</summary>
public sealed record AccountServer
{
    /// <summary>The MCP server's name.</summary>
    public required string Name { get; init; }

    /// <summary>The MCP server's address, where tokens go.</summary>
    public required Uri Address { get; init; }

    /// <summary>How tokens are had.</summary>
    public AccountGrant Grant { get; init; }

    /// <summary>What tokens are for (RFC 8707), as their authorization server knows it; null for what the MCP server says of itself, or its address.</summary>
    public string? Resource { get; init; }

    /// <summary>The authorization server, an address as it names itself (RFC 8414); null for the one that the MCP server names (RFC 9728).</summary>
    public string? Issuer { get; init; }

    /// <summary>Bartizan's name there; null where it introduces itself.</summary>
    public string? ClientId { get; init; }

    /// <summary>What Bartizan shows there beside its name; null for none.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>The key with which Bartizan signs there who it is, P-256 as PKCS #8 in DER; null for none.</summary>
    public byte[]? ClientKey { get; init; }

    /// <summary>The identity provider that is asked with <see cref="AccountGrant.IdentityAssertion"/>, by its name here; null for none.</summary>
    public string? Provider { get; init; }

    /// <summary>Whether each person has a token; else there is one for all who call.</summary>
    public bool IsPersonal => Grant == AccountGrant.AuthorizationCode || (Grant == AccountGrant.IdentityAssertion && Assertion is null);

    /// <summary>
    /// Reads what is shown for a token with <see cref="AccountGrant.JwtBearer"/>, or to the identity provider with <see cref="AccountGrant.IdentityAssertion"/>;
    /// null when it is not there.
    /// </summary>
    public Func<string?>? Assertion { get; init; }

    /// <summary>Scopes to ask for; empty for those that the MCP server names.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Whether tokens are bound to a key.</summary>
    public TokenBinding Dpop { get; init; }

    /// <summary>Whether a token that was had under these terms is for this server: its issuer, or where that is left to the server, its address.</summary>
    public bool Fits(AccountTerms terms) => Issuer is not null ? terms.Issuer == Issuer : terms.Address == Address.AbsoluteUri;

    // A record's own text would show the secret.
    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append(Name);
        return true;
    }
}

/// <summary>How access tokens for an MCP server are had.</summary>
public enum AccountGrant
{
    /// <summary>Each person connects an account (RFC 6749 section 4.1).</summary>
    AuthorizationCode,

    /// <summary>Bartizan has a token of its own, for all who call (RFC 6749 section 4.4).</summary>
    ClientCredentials,

    /// <summary>Bartizan shows an assertion that its platform gives it, for all who call (RFC 7523 section 2.1).</summary>
    JwtBearer,

    /// <summary>
    /// The identity provider by which people sign in says for whom Bartizan may act (RFC 8693, ID-JAG), and that is shown for a token (RFC 7523 section 2.1):
    /// for the person, or where the platform gives an ID token, for all who call.
    /// </summary>
    IdentityAssertion,
}

/// <summary>Whether access tokens are bound to a key that Bartizan proves to have with each use (RFC 9449), so that they are of no use to a thief.</summary>
public enum TokenBinding
{
    /// <summary>Where the authorization server says that it can.</summary>
    WhenOffered,

    /// <summary>Always: a token that is not bound is not used.</summary>
    Required,

    /// <summary>New ones are bearer tokens. What was bound before stays bound.</summary>
    Never,
}

/// <summary>Of whom tokens were asked, and for what.</summary>
/// <param name="Issuer">The authorization server.</param>
/// <param name="Resource">What they are for (RFC 8707).</param>
/// <param name="Address">The MCP server's address then; empty where that was not kept.</param>
/// <param name="Scopes">The scopes that were asked for, with spaces between; empty for none.</param>
public sealed record AccountTerms(string Issuer, string Resource, string Address, string Scopes);

/// <summary>What Bartizan is called at an authorization server at which it registered itself (RFC 7591).</summary>
/// <param name="Issuer">The authorization server.</param>
/// <param name="Redirect">Where people come back to, as it was registered.</param>
/// <param name="ClientId">The name that it was given.</param>
/// <param name="Secret">What goes with it; null for none.</param>
/// <param name="InForm">Whether the secret goes into the form.</param>
/// <param name="Expires">When the secret ends; null for never.</param>
public sealed record RegisteredClient(string Issuer, string Redirect, string ClientId, string? Secret, bool InForm, DateTimeOffset? Expires)
{
    /// <inheritdoc/>
    public override string ToString() => ClientId;
}

/// <summary>Knows which MCP servers ask for access tokens.</summary>
public interface IAccountServers
{
    /// <summary>All of them, as configured now.</summary>
    IReadOnlyList<AccountServer> All { get; }
}
