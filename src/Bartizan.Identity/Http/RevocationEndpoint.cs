using Bartizan.Core.Identity;
using Bartizan.Identity.Clients;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Issuing;
using Bartizan.Identity.Tokens;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Http;

/// <summary>
/// Ends a token, and with it all that were derived from it; a refresh token ends the connection (RFC 7009). Any of its agents may: who holds it, and those for whom it acts. Whatever else is
/// sent, the answer is the same, because a token that does not count is what was wanted.
/// </summary>
internal sealed class RevocationEndpoint(
    ClientAuthenticator authenticate, AccessTokenReader tokens, IIdentityStore store, IConsentStore consents, IdentityDirectory directory, IssuanceEvents events, TimeProvider clock)
{
    private static readonly OAuthError NoToken = OAuthError.InvalidRequest("Send the token as token.");

    /// <summary>Answers a request, once the revocation is durable and counts on this gateway.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        var (form, malformed) = await OAuthForm.ReadAsync(http.Request, http.RequestAborted);
        var (client, unknown) = form is null ? (null, malformed) : await authenticate.RunAsync(http.Request, form, http.RequestAborted);
        if (client is null || form!["token"] is not { } text)
        {
            await OAuthAnswer.WriteAsync(http, unknown ?? NoToken);
            return;
        }

        if (tokens.ReadOfSuspended(text) is { } token && token.Agents.Contains(client.Id))
        {
            await store.RevokeTokenAsync(token.Id, token.Expires, events.Revoked(token, client.Id), http.RequestAborted);
            await directory.RefreshAsync(http.RequestAborted);
        }

        if (OpaqueToken.Hash(text, OpaqueToken.Refresh) is { } hash && await consents.FindRefreshAsync(hash, http.RequestAborted) is { } found && found.Connection.Agent == client.Id)
        {
            await consents.EndAsync(found.Connection.Id, "revoked-by-client", clock.GetUtcNow(), http.RequestAborted);
            await directory.RefreshAsync(http.RequestAborted);
        }

        http.Response.StatusCode = 200;
        http.Response.Headers.CacheControl = "no-store";
    }
}
