namespace Bartizan.Identity.Issuing;

/// <summary>The grant types that are understood.</summary>
public static class GrantTypes
{
    /// <summary>An agent asks for itself (RFC 6749 §4.4).</summary>
    public const string ClientCredentials = "client_credentials";

    /// <summary>An agent asks to act for another one, with a token of that one (RFC 8693).</summary>
    public const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [ClientCredentials, TokenExchange];
}
