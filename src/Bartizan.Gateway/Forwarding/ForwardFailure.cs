namespace Bartizan.Gateway.Forwarding;

/// <summary>How forwarding failed, by the stage that failed. An expected outcome, so a value and not an exception.</summary>
public enum ForwardFailure
{
    /// <summary>It did not.</summary>
    None = 0,

    /// <summary>No connection could be made to the upstream, or its certificate was refused.</summary>
    UpstreamConnect,

    /// <summary>Every upstream failed so often of late that it is left alone for a while.</summary>
    UpstreamResting,

    /// <summary>The upstream sent no first byte in time.</summary>
    UpstreamFirstByteTimeout,

    /// <summary>The upstream stopped sending for too long in the middle of its answer.</summary>
    UpstreamIdleTimeout,

    /// <summary>The exchange took longer than allowed as a whole.</summary>
    TotalTimeout,

    /// <summary>The upstream broke the connection, or the rules of HTTP, before its answer began.</summary>
    UpstreamBroke,

    /// <summary>The upstream's answer ended before it was complete.</summary>
    UpstreamTruncated,

    /// <summary>The upstream's answer is larger than allowed.</summary>
    ResponseTooLarge,

    /// <summary>The upstream's answer is encoded, or of a type, that cannot be inspected.</summary>
    ResponseUnreadable,

    /// <summary>The upstream refused the gateway's own credential.</summary>
    UpstreamCredential,

    /// <summary>The gateway's own credential is not there, or may not go to this address in this header.</summary>
    CredentialMissing,

    /// <summary>The person has not connected the account that the server asks for.</summary>
    ConnectionNeeded,

    /// <summary>The server refuses to renew what the person let agents use: the person must connect again.</summary>
    ReauthorizationNeeded,

    /// <summary>The person is not signed in by the identity provider that speaks for them at the server.</summary>
    SignInNeeded,

    /// <summary>The client went away.</summary>
    ClientGone,

    /// <summary>The agent's authority ended while the exchange was under way, or a kill switch stopped it.</summary>
    AuthorityEnded,
}

/// <summary>What a client is told of a failure.</summary>
internal static class ForwardFailures
{
    /// <summary>Status, machine-readable code and a sentence for people.</summary>
    public static (int Status, string Code, string Message) Describe(this ForwardFailure failure) => failure switch
    {
        ForwardFailure.UpstreamConnect => (502, "upstream_unreachable", "The model's server could not be reached."),
        ForwardFailure.UpstreamResting => (503, "upstream_resting", "The model's server failed too often of late and is left alone for a moment. Try again soon."),
        ForwardFailure.UpstreamFirstByteTimeout => (504, "upstream_timeout", "The model's server did not begin to answer in time."),
        ForwardFailure.UpstreamIdleTimeout => (504, "upstream_timeout", "The model's server stopped in the middle of its answer."),
        ForwardFailure.TotalTimeout => (504, "exchange_timeout", "The exchange took longer than allowed."),
        ForwardFailure.UpstreamBroke => (502, "upstream_broke", "The model's server broke off before it answered."),
        ForwardFailure.UpstreamTruncated => (502, "upstream_truncated", "The model's server broke off in the middle of its answer."),
        ForwardFailure.ResponseTooLarge => (502, "upstream_answer_too_large", "The model's answer is larger than the gateway accepts."),
        ForwardFailure.ResponseUnreadable => (502, "upstream_answer_unreadable", "The model's answer could not be read, so it could not be inspected."),
        ForwardFailure.UpstreamCredential => (502, "upstream_credential_refused", "The model's server refused the gateway's credential; tell whoever runs the gateway."),
        ForwardFailure.CredentialMissing => (502, "upstream_credential_missing", "The gateway has no credential that may go to the model's server; tell whoever runs the gateway."),
        ForwardFailure.ConnectionNeeded => (403, "connection_needed", "The person for whom this is done has not connected an account with this server."),
        ForwardFailure.ReauthorizationNeeded => (403, "reauthorization_needed", "This server no longer accepts what the person for whom this is done agreed to; the person must connect the account again."),
        ForwardFailure.SignInNeeded => (403, "sign_in_needed", "The person for whom this is done is not signed in by the identity provider that speaks for them at this server."),
        ForwardFailure.AuthorityEnded => (403, "authority_ended", "The agent, its token or what it uses was revoked or stopped while the exchange was under way."),
        ForwardFailure.ClientGone => (499, "client_gone", "The client went away."),
        _ => (500, "internal", "The gateway failed."),
    };
}
