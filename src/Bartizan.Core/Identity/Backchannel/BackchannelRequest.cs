namespace Bartizan.Core.Identity.Backchannel;

/// <summary>What a client asks a person for without a browser of theirs (OpenID Connect CIBA Core 1.0, section 7.1), checked and waiting for the person.</summary>
public sealed record BackchannelRequest
{
    /// <summary>Id, prefix <c>bcr</c>: names it to the person, and is worth nothing to anybody else.</summary>
    public required string Id { get; init; }

    /// <summary>Agent id of the client.</summary>
    public required string Agent { get; init; }

    /// <summary>Account id of the person.</summary>
    public required string Person { get; init; }

    /// <summary>What it asks for.</summary>
    public required ConsentedUse Use { get; init; }

    /// <summary>What the client would have the person compare, in its words; null for nothing.</summary>
    public string? Message { get; init; }

    /// <summary>Thumbprint of the key that must be proven to get the token; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Until when the person can answer, and the client can fetch the token.</summary>
    public required DateTimeOffset Expires { get; init; }
}
