namespace Bartizan.Identity;

/// <summary>Why a request is refused, in OAuth's words (RFC 6749 §5.2 and those of its extensions).</summary>
/// <param name="Code">The value of <c>error</c>.</param>
/// <param name="Description">One sentence for people; quotes nothing that was sent.</param>
/// <param name="Status">HTTP status.</param>
internal sealed record OAuthError(string Code, string Description, int Status = 400)
{
    /// <summary>The one answer to every failure to prove who asks: it does not tell which part was wrong.</summary>
    public static readonly OAuthError InvalidClient = new("invalid_client", "The client is not known, or its proof is not valid.", 401);

    /// <summary>No resource is named, or not one of those allowed.</summary>
    public static readonly OAuthError InvalidTarget = new("invalid_target", "The resource is missing, or is not one that this client may ask for here.");

    /// <summary>The agent that asks is suspended, or one that it would act for.</summary>
    public static readonly OAuthError Suspended = new("unauthorized_client", "The agent is suspended, or one that it would act for is. Ask who answers for it.");

    /// <summary>An access token came without the certificate to which it is bound (RFC 8705 §3).</summary>
    public static readonly OAuthError OtherCertificate = new("invalid_token", "The access token is bound to a client certificate, and this connection has none or another.", 401);

    /// <summary>What the record says beside the description, and the client is not told; null for nothing.</summary>
    public string? Recorded { get; init; }

    /// <summary>The request's form is wrong.</summary>
    public static OAuthError InvalidRequest(string description) => new("invalid_request", description);
}
