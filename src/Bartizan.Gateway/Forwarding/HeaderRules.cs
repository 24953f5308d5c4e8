using System.Collections.Frozen;
using System.Net.Http.Headers;

namespace Bartizan.Gateway.Forwarding;

/// <summary>
/// Which headers travel. Towards the model only what a dialect defines, and what the configuration adds, so that no credential or
/// identifier can slip through; back to the client everything that is not about one connection, one origin's state, or framing.
/// </summary>
internal static class HeaderRules
{
    /// <summary>Request headers of the dialects' own client libraries.</summary>
    private static readonly FrozenSet<string> PassedUpstream = new[]
    {
        "Accept", "User-Agent", "anthropic-version", "anthropic-beta", "anthropic-dangerous-direct-browser-access",
        "OpenAI-Beta", "OpenAI-Organization", "OpenAI-Project", "Idempotency-Key", "X-Client-Request-Id",
        "X-Amzn-Bedrock-Accept", "X-Amzn-Bedrock-Trace", "X-Amzn-Bedrock-GuardrailIdentifier", "X-Amzn-Bedrock-GuardrailVersion",
        "X-Amzn-Bedrock-PerformanceConfig-Latency", "X-Amzn-Bedrock-Service-Tier",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Headers in which servers other than models' take a key.</summary>
    private static readonly FrozenSet<string> Keys = new[] { "x-api-key", "api-key" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Headers that go to models' servers of any dialect.</summary>
    private static readonly FrozenSet<string> OfNoDialect = new[] { "User-Agent", "traceparent", "tracestate" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Never passed on, whatever the configuration says: credentials, framing, one connection's affairs, what would undo inspection, and what the gateway writes itself.</summary>
    private static readonly FrozenSet<string> NeverUpstream = new[]
    {
        "Authorization", "DPoP", "x-api-key", "api-key", "x-goog-api-key", "Cookie", "Proxy-Authorization", "Proxy-Authenticate", "Proxy-Connection",
        "Connection", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Host", "Content-Length", "Content-Type", "Content-Encoding",
        "X-Amz-Date", "X-Amz-Security-Token", "X-Amz-Content-Sha256", "Accept-Encoding", "Expect", "x-bartizan-session", "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Via", "traceparent", "tracestate",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> NotDownstream = new[]
    {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authentication-Info", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
        "Set-Cookie", "Content-Length", "Content-Encoding", "Content-Type", "Server", "Via", "Alt-Svc", "Strict-Transport-Security", "WWW-Authenticate", "DPoP-Nonce",
        "Content-MD5", "Content-Digest", "Digest", "ETag", "x-bartizan-exchange", "x-bartizan-overhead-us", "x-bartizan-attempts", "x-bartizan-dropped",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Headers that say who asks and how it may be answered, which clients do not sign.</summary>
    private static readonly FrozenSet<string> Describing = new[] { "Accept", "User-Agent", "traceparent", "tracestate" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>How Amazon says, with a status that also means other things, that a credential is not good.</summary>
    private static readonly FrozenSet<string> BadCredential = new[]
    {
        "UnrecognizedClientException", "InvalidSignatureException", "ExpiredTokenException", "IncompleteSignatureException", "MissingAuthenticationTokenException",
        "InvalidClientTokenId", "SignatureDoesNotMatch",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a configuration may name a request header to be passed on.</summary>
    public static bool MayBePassed(string name) =>
        name.Length is > 0 and <= 128 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && !NeverUpstream.Contains(name);

    /// <summary>Whether a configuration may put an upstream's credential into this header.</summary>
    public static bool MayBeCredential(string name) => MayBePassed(name) || Keys.Contains(name);

    /// <summary>Whether a client's header goes to the model's server.</summary>
    public static bool GoesUpstream(string name) =>
        PassedUpstream.Contains(name) || name.StartsWith("x-stainless-", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a header that travels on only describes the client and what it can take.</summary>
    public static bool OnlyDescribes(string name) => Describing.Contains(name);

    /// <summary>Whether the model's server says in a header that the gateway's own credential is not good.</summary>
    public static bool RefusesCredential(HttpResponseHeaders headers) =>
        headers.NonValidated.TryGetValues("x-amzn-errortype", out var type) && BadCredential.Contains(type.ToString().Split(':')[0]);

    /// <summary>Whether a client's header goes to a server that speaks another dialect.</summary>
    public static bool IsOfNoDialect(string name) => OfNoDialect.Contains(name);

    /// <summary>Whether a header of the model's server may go to the client.</summary>
    public static bool GoesDownstream(string name) => !NotDownstream.Contains(name);

    /// <summary>Whether a message's own <c>Connection</c> header names a header as belonging to that one connection.</summary>
    public static bool BelongsToConnection(ReadOnlySpan<char> connection, ReadOnlySpan<char> name)
    {
        foreach (var token in connection.Split(','))
        {
            if (connection[token].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
