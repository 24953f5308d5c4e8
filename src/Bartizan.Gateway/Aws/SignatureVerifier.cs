using Bartizan.Core.Identity;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Forwarding;
using Bartizan.Gateway.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Bartizan.Gateway.Aws;

/// <summary>
/// Finds whose signature a request carries and checks everything that can be checked before its body: form, time, signed headers, and the signature
/// itself where a signed header says what the body's hash will be.
/// </summary>
internal sealed class SignatureVerifier(IAccessKeys keys, UnprovenBodies unproven, TimeProvider time)
{
    /// <summary>The refusal of a signature that is wrong.</summary>
    public static readonly Refusal Wrong = new(401, "bad_signature", "The signature does not fit this request and this access key.");

    private static readonly MinDataRate Brisk = new(bytesPerSecond: 32 << 10, gracePeriod: TimeSpan.FromSeconds(5));

    private const string Service = "bedrock";
    private const string HashHeader = "x-amz-content-sha256";
    private const string TimeHeader = "x-amz-date";

    private static readonly Refusal Malformed = new(401, "malformed_signature", "The Authorization header must be an AWS4-HMAC-SHA256 signature for the service bedrock, with x-amz-date.");
    private static readonly Refusal Untimely = new(401, "untimely_signature", "The signature's time lies more than 15 minutes from the gateway's. Check the clocks.");
    private static readonly Refusal Unsigned = new(401, "unsigned_header", "Host, x-amz-date, content-type and every x-amz header must be signed, as AWS's own clients do.");
    /// <summary>The refusal of an access key that nobody has.</summary>
    public static readonly Refusal Unknown = new(401, "unknown_key", "This access key is not known or no longer valid. Make one with: bartizan agent aws-key.");
    private static readonly Refusal Crowded = new(429, "too_many_unproven", "Too many signed bodies are on their way that nothing proves yet. Try again, or sign x-amz-content-sha256.");

    /// <summary>Why the request is refused, or the signature that its body must still prove. Both, where a suspended agent proved that it asks.</summary>
    public async ValueTask<(Refusal? Refusal, PendingSignature? Pending)> BeginAsync(HttpRequest request, RouteTable routes)
    {
        if (request.Headers.Authorization is not [{ } value] || SignatureHeader.TryRead(value) is not { Scope.Service: Service } header
            || request.Headers[TimeHeader] is not [{ } signedAt])
        {
            return (Malformed, null);
        }

        if (!AwsTime.IsNear(signedAt, header.Scope.Date, time.GetUtcNow()))
        {
            return (Untimely, null);
        }

        if (SignedHeaders(request.Headers, header, routes) is not { } headers)
        {
            return (Unsigned, null);
        }

        if ((await keys.FindAsync(header.AccessKeyId, request.HttpContext.RequestAborted) ?? keys.FindSuspended(header.AccessKeyId)) is not { } key)
        {
            return (Unknown, null);
        }

        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2);
        var canonical = new CanonicalRequest(request.Method, target[0], target.Length > 1 ? target[1] : "", headers, "");
        if (request.Headers[HashHeader] is [{ Length: > 0 } hash])
        {
            var declared = new PendingSignature(header, key, signedAt, canonical with { PayloadHash = hash });
            return !declared.IsProven ? (Wrong, null) : key.Suspended is null ? (null, declared) : (Unknown, declared);
        }

        // A body is received only where it can prove something.
        if (key.Suspended is not null)
        {
            return (Unknown, null);
        }

        if (unproven.TryTake(request.ContentLength ?? routes.Options.Limits.RequestBody, routes.Options.Limits.RequestBody) is not { } taken)
        {
            return (Crowded, null);
        }

        // Room for what nothing proves is scarce: who takes it must not dawdle.
        request.HttpContext.Features.GetRequiredFeature<IHttpMinRequestBodyDataRateFeature>().MinDataRate = Brisk;
        return (null, new PendingSignature(header, key, signedAt, canonical, taken));
    }

    // The signed headers with their values; null when one is missing, or one that matters is not signed.
    private static List<(string Name, string Value)>? SignedHeaders(IHeaderDictionary sent, SignatureHeader header, RouteTable routes)
    {
        if (!header.SignedHeaders.Contains("host") || !header.SignedHeaders.Contains(TimeHeader))
        {
            return null;
        }

        foreach (var (name, _) in sent)
        {
            if (Matters(name, routes) && !header.SignedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                return null;
            }
        }

        var headers = new List<(string, string)>(header.SignedHeaders.Count);
        foreach (var name in header.SignedHeaders)
        {
            if (sent[name].Count == 0)
            {
                return null;
            }

            headers.Add((name, string.Join(',', sent[name].Select(v => v?.Trim()))));
        }

        return headers;
    }

    // What says what is asked, and what travels on; not what proxies add or only describes the client.
    private static bool Matters(string name, RouteTable routes) =>
        name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)
        || (name.StartsWith("x-amz", StringComparison.OrdinalIgnoreCase) && !name.Equals("x-amzn-trace-id", StringComparison.OrdinalIgnoreCase))
        || (HeaderRules.GoesUpstream(name) && !HeaderRules.OnlyDescribes(name))
        || routes.Upstreams.Any(u => u.Dialect == ProviderDialect.Bedrock && u.Passes(name));
}
