namespace Bartizan.Identity.Signals;

/// <summary>Why a security event token is not taken, as its transmitter is told (RFC 8935 §2.4).</summary>
/// <param name="Code">The registered error code.</param>
/// <param name="Description">The same for people.</param>
internal sealed record SetError(string Code, string Description)
{
    /// <summary>Its transmitter has not shown who it is.</summary>
    public static readonly SetError NotAuthenticated = new("authentication_failed", "The header Authorization is missing, or is not the one that was agreed on.");

    /// <summary>None of the transmitter's keys signed it.</summary>
    public static readonly SetError WrongKey = new("invalid_key", "None of the issuer's keys signed it with the algorithm that was agreed on.");

    /// <summary>It is another's.</summary>
    public static readonly SetError WrongIssuer = new("invalid_issuer", "Its issuer is not the one that is configured for this stream.");

    /// <summary>It is for another.</summary>
    public static readonly SetError WrongAudience = new("invalid_audience", "It is not for the audience that is configured for this stream.");

    /// <summary>It is not what it must be.</summary>
    public static SetError Invalid(string description) => new("invalid_request", description);
}
