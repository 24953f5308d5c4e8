using Bartizan.Core.Identity.Backchannel;
using Bartizan.Core.Ids;
using Bartizan.Identity.Clients;
using Bartizan.Identity.Http;
using Bartizan.Identity.Issuing;
using Bartizan.Identity.Proofs;
using Bartizan.Identity.Tokens;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Backchannel;

/// <summary>
/// Where clients ask people who are not before their browser (OpenID Connect CIBA Core 1.0, section 7), in poll mode. The person is told in the console, and
/// answers there, signed in; until then nothing is given, and of the answer the client learns only by asking for the token.
/// </summary>
internal sealed class BackchannelEndpoint(
    Issuer issuer, ClientAuthenticator authenticate, BackchannelReader reader, RequestProofs proofs, IBackchannelStore store, RefusalRecorder refusals, IIdSource ids, TimeProvider clock)
{
    /// <summary>How long a client must wait between two looks.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    private static readonly OAuthError NotNow = new("access_denied", "The person cannot be asked now: too much waits, or they said no a short while ago.", 403);

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        var cancel = http.RequestAborted;
        var (form, malformed) = await OAuthForm.ReadAsync(http.Request, cancel);
        var (client, error) = form is null ? (null, malformed) : await authenticate.RunAsync(http.Request, form, cancel);
        if (client is not null && proofs.TryProve(http, issuer.Origin + Issuer.BackchannelPath, out var key, out error))
        {
            var now = clock.GetUtcNow();
            (var request, error) = reader.Read(client, form!, ids.NewId("bcr"), key, now);
            if (request is not null)
            {
                var (name, hash) = OpaqueToken.Create(OpaqueToken.Backchannel);
                if (await store.AskAsync(hash, request, Pace, cancel))
                {
                    await OAuthAnswer.WriteAsync(http, json =>
                    {
                        json.WriteString("auth_req_id", name);
                        json.WriteNumber("expires_in", (int)(request.Expires - now).TotalSeconds);
                        json.WriteNumber("interval", (int)Pace.TotalSeconds);
                    });
                    return;
                }

                error = NotNow;
            }
        }

        if (error != RequestProofs.NonceWanted)
        {
            await refusals.RecordAsync(client?.Id, GrantTypes.Backchannel, null, error!, cancel);
        }

        await OAuthAnswer.WriteAsync(http, error!);
    }
}
