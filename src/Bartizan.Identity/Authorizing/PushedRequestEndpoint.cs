using Bartizan.Core.Identity;
using Bartizan.Identity.Clients;
using Bartizan.Identity.Http;
using Bartizan.Identity.Issuing;
using Bartizan.Identity.Proofs;
using Bartizan.Identity.Tokens;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Authorizing;

/// <summary>Takes a request from the client itself, so that the browser carries only its name (RFC 9126). The name works once, within a minute, for this client.</summary>
internal sealed class PushedRequestEndpoint(
    Issuer issuer, ClientAuthenticator authenticate, AuthorizationReader reader, RequestProofs proofs, IConsentStore store, RefusalRecorder refusals, TimeProvider clock)
{
    /// <summary>How long a name works.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    private const string Prefix = "urn:ietf:params:oauth:request_uri:";

    private static readonly OAuthError WrongRedirect = OAuthError.InvalidRequest("redirect_uri is missing, or not one that the client is registered with.");
    private static readonly OAuthError Nested = OAuthError.InvalidRequest("request_uri cannot be pushed.");
    private static readonly OAuthError Busy = new("temporarily_unavailable", "Too many requests wait. Try again later.", 503);

    /// <summary>What is kept of a name; null when the text cannot be one.</summary>
    public static byte[]? HashOf(string uri) => OpaqueToken.Hash(uri, Prefix);

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        var cancel = http.RequestAborted;
        var (form, malformed) = await OAuthForm.ReadAsync(http.Request, cancel);
        var (client, error) = form is null ? (null, malformed) : await authenticate.RunAsync(http.Request, form, cancel);
        if (client is not null && proofs.TryProve(http, issuer.Origin + Issuer.PushedPath, out var key, out error))
        {
            var redirect = AuthorizationReader.RedirectOf(client, form!);
            var id = form!["client_id"] ?? client.Id;
            (var request, error) = form.Has("request_uri") ? (null, Nested) : redirect is null ? (null, WrongRedirect) : reader.Read(client, form, redirect, id, key);
            if (request is not null)
            {
                var (name, hash) = OpaqueToken.Create(Prefix);
                var now = clock.GetUtcNow();
                if (await store.AddRequestAsync(hash, id, request, now + Life, now, cancel))
                {
                    await OAuthAnswer.WriteAsync(
                        http,
                        json =>
                        {
                            json.WriteString("request_uri", name);
                            json.WriteNumber("expires_in", (int)Life.TotalSeconds);
                        },
                        StatusCodes.Status201Created);
                    return;
                }

                error = Busy;
            }
        }

        if (error != RequestProofs.NonceWanted)
        {
            await refusals.RecordAsync(client?.Id, GrantTypes.AuthorizationCode, null, error!, cancel);
        }

        await OAuthAnswer.WriteAsync(http, error!);
    }
}
