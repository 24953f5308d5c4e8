namespace Bartizan.Core.Identity;

/// <summary>How an agent proves who it is at the authorization server, and what it may ask for there. Nothing is allowed that is not listed.</summary>
public sealed record AgentClient
{
    /// <summary>The agent's id, which is also its client id.</summary>
    public required string Agent { get; init; }

    /// <summary>SHA-256 of the secret part of its client secret; null when it has none.</summary>
    public byte[]? SecretHash { get; init; }

    /// <summary>Its public keys, a JWK set; null when it has none.</summary>
    public string? Keys { get; init; }

    /// <summary>The certificate with which it proves who it is; null when it has none.</summary>
    public ExpectedCertificate? Certificate { get; init; }

    /// <summary>Grant types it may use, as in OAuth's parameter <c>grant_type</c>.</summary>
    public IReadOnlyList<string> Grants { get; init; } = [];

    /// <summary>Resources it may ask tokens for; one that begins with <c>/</c> is of this gateway.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>Scopes it may ask for.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>What its tokens may be used for; null for all that policy allows.</summary>
    public TokenAuthority? Ceiling { get; init; }

    /// <summary>Ids of the agents that may exchange its tokens to act for it.</summary>
    public IReadOnlyList<string> Delegates { get; init; } = [];

    /// <summary>Whether all its tokens must be bound to a key.</summary>
    public bool RequiresProof { get; init; }

    /// <summary>Where browsers may be sent with answers to its requests.</summary>
    public IReadOnlyList<string> Redirects { get; init; } = [];

    /// <summary>Whether somebody here registered it; else it may ask for anything, and gets nothing but what a person consented to.</summary>
    public bool Vouched { get; init; } = true;

    /// <summary>Whether it has nothing to prove who it is with: an app in the hands of others.</summary>
    public bool IsPublic => SecretHash is null && Keys is null && Certificate is null;
}
