using System.Net.Http.Headers;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Credentials;

namespace Bartizan.Gateway.Aws;

/// <summary>An AWS access key pair as the credential of an upstream: signs each request anew, over the body as it is sent.</summary>
internal sealed class AwsKeyPair(string id, string secret, string? sessionToken, string region) : UpstreamCredential
{
    /// <inheritdoc/>
    public override ValueTask<Injection> AuthorizeAsync(
        HttpRequestMessage request, ReadOnlyMemory<byte> body, EgressPurpose purpose, CredentialVault vault, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        var (time, hash) = (AwsTime.Write(vault.Time.GetUtcNow()), SigV4.HashOf(body.Span));
        request.Headers.Host = address.Authority;
        request.Headers.TryAddWithoutValidation("x-amz-date", time);
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", hash);
        if (sessionToken is not null)
        {
            request.Headers.TryAddWithoutValidation("x-amz-security-token", sessionToken);
        }

        List<(string Name, string Value)> headers = [("content-type", request.Content!.Headers.ContentType!.ToString()), .. Signed(request.Headers)];
        headers.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        var scope = new CredentialScope(time[..8], region, "bedrock");
        var canonical = new CanonicalRequest(request.Method.Method, address.AbsolutePath, address.Query.TrimStart('?'), headers, hash);
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"{SigV4.Algorithm} Credential={id}/{scope}, SignedHeaders={SigV4.Names(headers)}, Signature={SigV4.Sign(secret, scope, time, canonical)}");
        // The secret itself is not sent, so it cannot come back.
        return new(new Injection(null));
    }

    private static IEnumerable<(string Name, string Value)> Signed(HttpRequestHeaders headers) => headers.NonValidated
        .Where(h => h.Key.Equals("Host", StringComparison.OrdinalIgnoreCase) || h.Key.StartsWith("x-amz", StringComparison.OrdinalIgnoreCase))
        .Select(h => (h.Key.ToLowerInvariant(), h.Value.ToString()));
}
