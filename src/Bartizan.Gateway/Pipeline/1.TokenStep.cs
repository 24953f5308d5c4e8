using Bartizan.Core.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bartizan.Gateway.Pipeline;

/// <summary>Turns an access token into a principal: <c>Authorization: DPoP</c> with a proof, or wherever a key may stand.</summary>
internal sealed class TokenStep(ITokenAuthenticator? tokens = null)
{
    private const string ProofScheme = "DPoP ";
    private const string ProofHeader = "DPoP";

    private static readonly Refusal Invalid = new(401, "invalid_token", "The access token does not count here: it has ended, was revoked, is for another resource, or was sent without the proof it needs.");
    private static readonly Refusal OtherCertificate = new(401, Invalid.Code, "The access token is bound to a client certificate, and this connection has none or another. Connect with the certificate with which the token was asked for.");
    private static readonly Refusal WrongProof = new(401, "invalid_dpop_proof", "The DPoP proof does not hold for this request.");
    /// <summary>All that lacks is a nonce.</summary>
    public static readonly Refusal NonceWanted = new(401, "use_dpop_nonce", "Put the nonce of the DPoP-Nonce header into the proof.");

    /// <summary>Who issues the tokens that count; null where none do.</summary>
    public string? Issuer => tokens?.Issuer;

    /// <summary>Whether tokens may be bound to certificates of connections.</summary>
    public bool BindsToCertificates => tokens?.BindsToCertificates == true;

    /// <summary>Whether a request's token came as one that is bound to a key.</summary>
    public static bool IsWithProof(HttpRequest request) => request.Headers.Authorization.ToString().StartsWith(ProofScheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>The token that a request came with; null when there is none.</summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="key">What stands where a key stands.</param>
    public string? Find(IHeaderDictionary headers, string? key) =>
        tokens is null ? null
        : headers.Authorization is [{ } value] && value.StartsWith(ProofScheme, StringComparison.OrdinalIgnoreCase) ? value[ProofScheme.Length..].Trim()
        : key?.StartsWith("eyJ", StringComparison.Ordinal) == true ? key
        : null;

    /// <summary>Checks it.</summary>
    /// <param name="exchange">The exchange; gets its principal.</param>
    /// <param name="token">The token.</param>
    /// <param name="resource">Path of the resource below the gateway that it may be for.</param>
    public Refusal? Run(Exchange exchange, string token, string? resource)
    {
        var (request, response) = (exchange.Http.Request, exchange.Http.Response);
        var withProof = IsWithProof(request);
        var sent = exchange.Http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2)[0];
        var path = sent.StartsWith('/') ? sent : request.Path.Value ?? "";
        var outcome = tokens!.Authenticate(new(token, withProof, request.Headers[ProofHeader], request.Method, path, resource, exchange.Http.Connection.ClientCertificate));
        if (outcome.Nonce is { } nonce)
        {
            response.Headers["DPoP-Nonce"] = nonce;
        }

        exchange.Principal = outcome.Principal;
        if (outcome.Failure == TokenFailure.None)
        {
            return null;
        }

        var refusal = outcome.Failure switch
        {
            TokenFailure.NonceWanted => NonceWanted,
            TokenFailure.InvalidProof => WrongProof,
            TokenFailure.OtherCertificate => OtherCertificate,
            TokenFailure.Suspended => SuspendedRefusal.Of(exchange, outcome.Suspended!),
            _ => Invalid,
        };
        // RFC 6750 and 9449 have no word for it but this.
        var error = outcome.Failure == TokenFailure.Suspended ? Invalid.Code : refusal.Code;
        if (withProof)
        {
            response.Headers.Append("WWW-Authenticate", $"DPoP error=\"{error}\", algs=\"ES256\"");
        }
        else if (resource is null)
        {
            // An MCP server's own challenge says more.
            response.Headers.Append("WWW-Authenticate", $"Bearer error=\"{error}\"");
        }

        return refusal;
    }
}
