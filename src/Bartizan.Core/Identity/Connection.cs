using Bartizan.Core.Identity.Mandates;

namespace Bartizan.Core.Identity;

/// <summary>One time that a person let an agent in: the code it got, and the bound of all tokens that came of it.</summary>
public sealed record Connection
{
    /// <summary>Id, prefix <c>con</c>; the first parent of its tokens.</summary>
    public required string Id { get; init; }

    /// <summary>Account id.</summary>
    public required string Person { get; init; }

    /// <summary>Agent id.</summary>
    public required string Agent { get; init; }

    /// <summary>SHA-256 of the token of the console session in which the person answered, which must be open still when the answer is kept; null where none is to be looked for. Not kept.</summary>
    public byte[]? Session { get; init; }

    /// <summary>What the person allowed.</summary>
    public required ConsentedUse Use { get; init; }

    /// <summary>What of that is a mandate; null where the person limited nothing of the kind.</summary>
    public Mandate? Mandate => Use.Mandate is { } terms
        ? new Mandate { Id = Id, Purpose = terms.Purpose, Limits = terms.Limits, Depth = terms.Depth, Until = DateTimeOffset.FromUnixTimeSeconds(Expires.ToUnixTimeSeconds()) }
        : null;

    /// <summary>How and when the person signed in who allowed it; null where that is not known.</summary>
    public SignIn? SignIn { get; init; }

    /// <summary>Where the code was sent.</summary>
    public required string Redirect { get; init; }

    /// <summary>SHA-256 of the verifier (RFC 7636), as base64url.</summary>
    public required string Challenge { get; init; }

    /// <summary>Thumbprint of the key that must be proven with the code; null for none.</summary>
    public string? CodeKey { get; init; }

    /// <summary>Thumbprint of the key that must be proven with refresh tokens; null for none.</summary>
    public string? RefreshKey { get; init; }

    /// <summary>When the person allowed it, or an assertion of their identity provider brought it.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When the code ends.</summary>
    public required DateTimeOffset CodeExpires { get; init; }

    /// <summary>When nothing can come of it any more.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Whether it was ended before its time.</summary>
    public bool Ended { get; init; }
}

/// <summary>What a code or a refresh token stands for.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Used">Whether it was used already: then somebody has it who should not.</param>
public sealed record Redeemable(Connection Connection, bool Used);

/// <summary>A connection that begins with an assertion of an identity provider, in the place of a person's answer.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Assertion">SHA-256 by which the assertion is known: it begins one connection only.</param>
/// <param name="Issuer">The identity provider.</param>
/// <param name="Subject">The person there, who must still be linked to the connection's.</param>
/// <param name="Issued">When the assertion was issued, whole seconds: it begins nothing where the person's tokens were ended since.</param>
public sealed record AssertedConnection(Connection Connection, byte[] Assertion, string Issuer, string Subject, DateTimeOffset Issued);

/// <summary>Uses up a code, a refresh token or an assertion, together with the issuance that it pays for.</summary>
public sealed record Redemption
{
    /// <summary>The connection's id.</summary>
    public required string Connection { get; init; }

    /// <summary>The connection that begins; null when a code or a refresh token is used.</summary>
    public AssertedConnection? Begins { get; init; }

    /// <summary>SHA-256 of the code; null when a refresh token is used.</summary>
    public byte[]? Code { get; init; }

    /// <summary>SHA-256 of the refresh token; null when a code is used.</summary>
    public byte[]? Refresh { get; init; }

    /// <summary>SHA-256 of the refresh token that is given out; null for none.</summary>
    public byte[]? NewRefresh { get; init; }

    /// <summary>Thumbprint of the key to which refresh tokens are bound from now on; null to leave it as it is.</summary>
    public string? RefreshKey { get; init; }

    /// <summary>Now.</summary>
    public required DateTimeOffset When { get; init; }
}
