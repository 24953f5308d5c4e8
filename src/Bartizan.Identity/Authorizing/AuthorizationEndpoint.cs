using System.Text;
using Bartizan.Core.Identity;
using Bartizan.Identity.Clients;
using Bartizan.Identity.Http;
using Bartizan.Identity.Tokens;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Authorizing;

/// <summary>
/// Where clients send browsers (RFC 6749 §4.1.1). It checks everything, keeps the request and sends the browser on to the console, where the person signs in
/// and answers. Until it is sure that the address for answers is the client's own, it shows mistakes to the person and sends nobody anywhere (RFC 9700 §4.11).
/// </summary>
internal sealed class AuthorizationEndpoint(
    Issuer issuer, ConsolePlace console, AuthorizationReader reader, ClientFinder clients, IConsentStore store, TimeProvider clock)
{
    /// <summary>How long a person may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private const int MaxQuery = 16_384;

    private static readonly OAuthError Busy = new("temporarily_unavailable", "Too many requests wait for people. Try again later.", 503);

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        var cancel = http.RequestAborted;
        var query = http.Request.QueryString.Value is { Length: > 1 and <= MaxQuery } text ? text[1..] : "";
        if (OAuthForm.Parse(Encoding.UTF8.GetBytes(query)) is not { } form || form["client_id"] is not { } id)
        {
            await ErrorPage.WriteAsync(http, "The address is not complete, or says something twice.");
            return;
        }

        if (await clients.FindAsync(id, cancel) is not { } client)
        {
            await ErrorPage.WriteAsync(http, "No app is registered here by that id, or its registration cannot be read.");
            return;
        }

        ConsentRequest? request;
        if (form["request_uri"] is { } pushed)
        {
            request = PushedRequestEndpoint.HashOf(pushed) is { } hash ? await store.TakePushedAsync(hash, id, clock.GetUtcNow(), cancel) : null;
            if (request is null || !RedirectUris.Match(client.Registered.Redirects, request.Redirect))
            {
                await ErrorPage.WriteAsync(http, "The request is over, or was opened before. Begin again in the app.");
                return;
            }
        }
        else
        {
            if (AuthorizationReader.RedirectOf(client, form) is not { } redirect)
            {
                await ErrorPage.WriteAsync(http, "The app is not registered for the address that it wants you sent to.");
                return;
            }

            (request, var error) = reader.Read(client, form, redirect, id);
            if (request is null)
            {
                SendBack(http, redirect, form["state"], error!);
                return;
            }
        }

        var (name, key) = OpaqueToken.Create("");
        var now = clock.GetUtcNow();
        if (await store.AddRequestAsync(key, null, request, now + Patience, now, cancel))
        {
            Send(http, console.ConsentPage(name));
        }
        else
        {
            SendBack(http, request.Redirect, request.State, Busy);
        }
    }

    private void SendBack(HttpContext http, string redirect, string? state, OAuthError error) => Send(
        http, RedirectUris.Answer(redirect, [("error", error.Code), ("error_description", error.Description), ("state", state), ("iss", issuer.Origin)]));

    // 303: whatever the method was, the next is GET.
    private static void Send(HttpContext http, string address)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = address;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
    }
}
