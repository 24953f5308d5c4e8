using Bartizan.Core.Credentials;

namespace Bartizan.Storage.Accounts;

/// <summary>A signed-in browser. The token itself is only in its cookie.</summary>
public sealed record Session
{
    /// <summary>SHA-256 of the token.</summary>
    public required byte[] TokenHash { get; init; }

    /// <summary>Id of the account.</summary>
    public required string Account { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it ends at the latest.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>When it was last used, as far as was written down.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>The identity by which it began; null for one that began by password.</summary>
    public SessionIdentity? Identity { get; init; }

    /// <summary>What the provider gave for the person, where it may be exchanged there; null where it is not kept. It is written and not read with the session.</summary>
    public SubjectToken? Subject { get; init; }

    /// <summary>When its person proved anew at the provider who they are; null where that was not asked for.</summary>
    public DateTimeOffset? Proven { get; init; }
}

/// <summary>Who a person is at an identity provider, in one session there.</summary>
/// <param name="Issuer">The provider.</param>
/// <param name="Subject">The person.</param>
/// <param name="Sid">The provider's id of its own session (OpenID Connect Back-Channel Logout §2.1); null where it gave none.</param>
public sealed record SessionIdentity(string Issuer, string Subject, string? Sid);

/// <summary>A link that signs in once.</summary>
public sealed record SignInToken
{
    /// <summary>SHA-256 of the token in the link.</summary>
    public required byte[] TokenHash { get; init; }

    /// <summary>Id of the account it signs in, or null when it is for making the first one.</summary>
    public string? Account { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it ends unused.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>When it was used, or null.</summary>
    public DateTimeOffset? Used { get; init; }
}
