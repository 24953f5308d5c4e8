using Bartizan.Identity.Clients;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Tokens;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Http;

/// <summary>
/// Says whether a token counts and what it says (RFC 7662): to its agents, and to clients that may ask for its resource themselves. To anybody else every
/// token looks like one that does not count.
/// </summary>
internal sealed class IntrospectionEndpoint(Issuer issuer, ClientAuthenticator authenticate, IdentityDirectory directory, AccessTokenReader tokens)
{
    private static readonly OAuthError NoToken = OAuthError.InvalidRequest("Send the token as token.");

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        var (form, malformed) = await OAuthForm.ReadAsync(http.Request, http.RequestAborted);
        var (client, unknown) = form is null ? (null, malformed) : await authenticate.RunAsync(http.Request, form, http.RequestAborted);
        // Whoever is only named could try out tokens here.
        if (client?.Registered.IsPublic == true)
        {
            (client, unknown) = (null, OAuthError.InvalidClient);
        }

        if (client is null || form!["token"] is not { } text)
        {
            await OAuthAnswer.WriteAsync(http, unknown ?? NoToken);
            return;
        }

        if (directory.Current.Suspended(client.Id) is not null)
        {
            await OAuthAnswer.WriteAsync(http, OAuthError.Suspended);
            return;
        }

        var token = tokens.Read(text);
        var shown = token is not null && (token.Agents.Contains(client.Id) || client.Registered.Resources.Any(r => issuer.Resolve(r) == token.Audience)) ? token : null;
        await OAuthAnswer.WriteAsync(http, json =>
        {
            json.WriteBoolean("active", shown is not null);
            if (shown is not null)
            {
                json.WriteString("token_type", shown.KeyThumbprint is null ? "Bearer" : "DPoP");
                AccessTokenJson.WriteMembers(json, shown, issuer);
            }
        });
    }
}
