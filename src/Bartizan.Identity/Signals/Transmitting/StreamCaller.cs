using Bartizan.Core.Identity;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Signals.Transmitting;

/// <summary>Who manages streams: a client with an access token of its own for them (RFC 6750, RFC 9449), never one that acts for somebody.</summary>
internal sealed class StreamCaller(ITokenAuthenticator tokens)
{
    /// <summary>What it takes to read.</summary>
    public const string Read = "ssf.read";

    /// <summary>What it takes to change, and to read.</summary>
    public const string Manage = "ssf.manage";

    private static readonly OAuthError NoToken = new("invalid_token", "Send an access token of this authorization server for the resource /ssf in the header Authorization.", 401);
    private static readonly OAuthError TooNarrow = new("insufficient_scope", "The access token needs the scope ssf.manage, or ssf.read to read, and must act for nobody else.", 403);

    /// <summary>The client's id; null, and the request is answered.</summary>
    public async ValueTask<string?> FindAsync(HttpContext http, bool reads)
    {
        var header = http.Request.Headers.Authorization.ToString().Split(' ', 2, StringSplitOptions.TrimEntries);
        var withProof = header[0].Equals("DPoP", StringComparison.OrdinalIgnoreCase);
        if (header.Length < 2 || !(withProof || header[0].Equals("Bearer", StringComparison.OrdinalIgnoreCase)))
        {
            await RefuseAsync(http, NoToken);
            return null;
        }

        var outcome = tokens.Authenticate(new TokenPresentation(header[1], withProof, http.Request.Headers["DPoP"], http.Request.Method, http.Request.Path.Value!, SignalPaths.Resource, http.Connection.ClientCertificate));
        if (outcome.Nonce is { } nonce)
        {
            http.Response.Headers["DPoP-Nonce"] = nonce;
        }

        if (outcome.Principal is not { Token: { } token } principal)
        {
            await RefuseAsync(http, outcome.Failure switch
            {
                TokenFailure.NonceWanted => new OAuthError("use_dpop_nonce", "Make the proof again with the nonce of this answer.", 401),
                TokenFailure.OtherCertificate => OAuthError.OtherCertificate,
                _ => NoToken,
            });
            return null;
        }

        if (token.ActsFor.Count > 0 || token.Person is not null || !(token.Scopes.Contains(Manage) || (reads && token.Scopes.Contains(Read))))
        {
            await RefuseAsync(http, TooNarrow);
            return null;
        }

        return principal.AgentId;
    }

    private static Task RefuseAsync(HttpContext http, OAuthError error)
    {
        http.Response.Headers.WWWAuthenticate = $"Bearer error=\"{error.Code}\"";
        return SignalAnswer.RefuseAsync(http, error.Status, error.Code, error.Description);
    }
}
