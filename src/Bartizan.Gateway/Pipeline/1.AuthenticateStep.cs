using Bartizan.Core.Identity;
using Bartizan.Gateway.Aws;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Recording;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Gateway.Pipeline;

/// <summary>
/// Turns the key, or an access token in its place, into a principal, before a byte of the body is read. The key stands where the dialect's client library puts it:
/// <c>Authorization: Bearer</c>, <c>x-api-key</c>, <c>api-key</c> or <c>x-goog-api-key</c>; when several are there, the dialect's own counts.
/// A signature as Amazon's clients make one is checked here as far as that goes without the body, and to its end before anything is read in the body.
/// </summary>
internal sealed class AuthenticateStep(IAuthenticator authenticator, SignatureVerifier signatures, TokenStep tokens, ShadowCallers shadows)
{
    private static readonly Refusal Missing = new(401, "missing_key", "No key was sent. Use a Bartizan agent key as the API key.");
    private static readonly Refusal Unknown = new(401, "unknown_key", "This key is not known or no longer valid. Make one with: bartizan agent add.");

    /// <summary>Finds out who asks, or why nobody may.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="resource">Path of the resource below the gateway that an access token may be for instead of the gateway as a whole.</param>
    public async ValueTask<Refusal?> RunAsync(Exchange exchange, string? resource = null)
    {
        if (exchange.Route.Provider == ProviderDialect.Bedrock
            && exchange.Http.Request.Headers.Authorization.ToString().StartsWith(SigV4.Algorithm, StringComparison.Ordinal))
        {
            var (refusal, pending) = await signatures.BeginAsync(exchange.Http.Request, exchange.Snapshot.Routes);
            if (refusal is not null && pending?.Suspended is { } suspendedSigner)
            {
                return SuspendedRefusal.Of(exchange, suspendedSigner);
            }

            if (refusal == SignatureVerifier.Unknown)
            {
                shadows.See(exchange.Http, exchange.Route.Dialect.Name, SignatureHeader.TryRead(exchange.Http.Request.Headers.Authorization.ToString())?.AccessKeyId);
            }

            exchange.Signature = refusal is null ? pending : null;
            return refusal;
        }

        var key = FindKey(exchange.Http.Request.Headers, exchange.Route.Provider);
        var refused = tokens.Find(exchange.Http.Request.Headers, key) is { } token ? tokens.Run(exchange, token, resource)
            : key is null ? Missing
            : await FindAsync(exchange, key);
        if (refused is not null && exchange.Principal is null && refused.Code != TokenStep.NonceWanted.Code)
        {
            shadows.See(exchange.Http, exchange.Route.Dialect.Name, key);
        }

        return refused;
    }

    private async ValueTask<Refusal?> FindAsync(Exchange exchange, string key)
    {
        exchange.Principal = await authenticator.AuthenticateAsync(key, exchange.Http.RequestAborted);
        return exchange.Principal is not null ? null
            : authenticator.FindSuspended(key) is { } suspended ? SuspendedRefusal.Of(exchange, suspended)
            : Unknown;
    }

    internal static string? FindKey(IHeaderDictionary headers, ProviderDialect provider)
    {
        var bearer = Bearer(headers.Authorization);
        var own = KeyHeaders.Of(provider);
        return own == KeyHeaders.Bearer ? bearer ?? Single(headers["x-api-key"]) : Single(headers[own]) ?? bearer;
    }

    private static string? Single(Microsoft.Extensions.Primitives.StringValues values) => values is [{ Length: > 0 } only] ? only : null;

    private static string? Bearer(Microsoft.Extensions.Primitives.StringValues authorization) =>
        authorization is [{ } value] && value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && value.Length > 7 ? value[7..].Trim() : null;
}
