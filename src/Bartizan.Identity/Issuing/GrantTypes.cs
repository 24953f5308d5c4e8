namespace Bartizan.Identity.Issuing;

/// <summary>The grant types that are understood.</summary>
public static class GrantTypes
{
    /// <summary>An agent asks for itself (RFC 6749 §4.4).</summary>
    public const string ClientCredentials = "client_credentials";

    /// <summary>An agent asks to act for another one, with a token of that one (RFC 8693).</summary>
    public const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";

    /// <summary>An agent brings a code that a person let it have (RFC 6749 §4.1).</summary>
    public const string AuthorizationCode = "authorization_code";

    /// <summary>An agent goes on acting for a person (RFC 6749 §6).</summary>
    public const string RefreshToken = "refresh_token";

    /// <summary>An instance of an agent shows what it is (our own, RFC 6749 §4.5).</summary>
    public const string Attestation = "urn:bartizan:params:oauth:grant-type:attestation";

    /// <summary>An agent brings an assertion of a person's identity provider (RFC 7523 §2.1, draft-ietf-oauth-identity-assertion-authz-grant-04).</summary>
    public const string Assertion = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /// <summary>An agent asks a person who is not before a browser (OpenID Connect CIBA Core 1.0 §4).</summary>
    public const string Backchannel = "urn:openid:params:grant-type:ciba";

    /// <summary>Those that need no person.</summary>
    public static IReadOnlyList<string> OfAgents { get; } = [ClientCredentials, TokenExchange];

    /// <summary>All but assertions, which are taken only where a provider is configured for them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. OfAgents, AuthorizationCode, RefreshToken, Backchannel];

    /// <summary>Whether a grant rests on what a person allowed in their browser.</summary>
    public static bool IsOfPeople(string grant) => grant is AuthorizationCode or RefreshToken;

    /// <summary>Whether its tokens come of a connection with a person: one that the person allowed, or their identity provider asserted.</summary>
    public static bool IsOfConnection(string grant) => IsOfPeople(grant) || grant is Assertion or Backchannel;
}
