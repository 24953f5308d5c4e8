namespace Bartizan.Identity;

/// <summary>The authorization server's own addresses.</summary>
/// <param name="Origin">Its name, the <c>iss</c> of its tokens: an origin without a slash at the end. Also the gateway's name as a resource.</param>
public sealed record Issuer(string Origin)
{
    /// <summary>The trust domain in the SPIFFE ids of runs of agents; by itself the host.</summary>
    public string TrustDomain { get; init; } = new Uri(Origin).IdnHost;

    /// <summary>Where tokens are asked for.</summary>
    public const string TokenPath = "/oauth/token";

    /// <summary>Where tokens are looked into.</summary>
    public const string IntrospectionPath = "/oauth/introspect";

    /// <summary>Where tokens are ended.</summary>
    public const string RevocationPath = "/oauth/revoke";

    /// <summary>Where the public keys are.</summary>
    public const string KeysPath = "/oauth/jwks";

    /// <summary>Where browsers are sent to ask a person.</summary>
    public const string AuthorizationPath = "/oauth/authorize";

    /// <summary>Where requests are pushed before (RFC 9126).</summary>
    public const string PushedPath = "/oauth/par";
    public const string BackchannelPath = "/oauth/bc-authorize";

    /// <summary>Where clients register themselves (RFC 7591).</summary>
    public const string RegistrationPath = "/oauth/register";

    /// <summary>The token endpoint.</summary>
    public string Token => Origin + TokenPath;

    /// <summary>What a registered resource stands for: <c>/</c> is the gateway itself, another path is below it, anything else is itself.</summary>
    public string Resolve(string resource) => resource == "/" ? Origin : resource.StartsWith('/') ? Origin + resource : resource;
}
