using Bartizan.Core.Identity;
using Bartizan.Identity.Http;
using Bartizan.Identity.Issuing;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Databases;

/// <summary>Where agents ask for logins at databases, with an access token for this gateway, as at any resource (RFC 6750, RFC 9449 section 7).</summary>
internal sealed class DatabaseEndpoint(Issuer issuer, ITokenAuthenticator tokens, DatabaseDesk desk, RefusalRecorder refusals, TimeProvider clock)
{
    /// <summary>Its path.</summary>
    public const string Path = "/oauth/databases";

    private const string Bearer = "Bearer ";
    private const string Proven = "DPoP ";

    private static readonly OAuthError NoToken = new("invalid_token", "Send an access token for this gateway.", 401);
    private static readonly OAuthError NonceWanted = new("use_dpop_nonce", "Put the nonce of the DPoP-Nonce header into the proof.", 401);
    private static readonly OAuthError WrongProof = new("invalid_dpop_proof", "The DPoP proof does not hold for this request.", 401);

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        var (agent, error) = Authenticate(http);
        if (agent is null)
        {
            await RefuseAsync(http, null, error!);
            return;
        }

        var (form, malformed) = await OAuthForm.ReadAsync(http.Request, http.RequestAborted);
        if (form?["database"] is not { } database || form["role"] is not { } role)
        {
            await RefuseAsync(http, agent, malformed ?? OAuthError.InvalidRequest("Send the database and the role that you want, by the names that they have here."));
            return;
        }

        var (opened, refused) = await desk.OpenAsync(agent, agent.Token!, database, role, http.RequestAborted);
        if (opened is null)
        {
            await RefuseAsync(http, agent, refused!);
            return;
        }

        await OAuthAnswer.WriteAsync(http, json =>
        {
            json.WriteString("host", opened.Server.Host);
            json.WriteNumber("port", opened.Server.Port);
            json.WriteString("database", opened.Server.Database);
            json.WriteString("username", opened.Login.Name);
            json.WriteString("password", opened.Password);
            json.WriteNumber("expires_in", (long)Math.Max(0, (opened.Login.Until - clock.GetUtcNow()).TotalSeconds));
        });
    }

    private (Principal? Agent, OAuthError? Error) Authenticate(HttpContext http)
    {
        if (http.Request.Headers.Authorization is not [{ } header])
        {
            return (null, NoToken);
        }

        var proven = header.StartsWith(Proven, StringComparison.OrdinalIgnoreCase);
        if (!proven && !header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return (null, NoToken);
        }

        var text = header[(proven ? Proven : Bearer).Length..].Trim();
        var outcome = tokens.Authenticate(new(text, proven, http.Request.Headers["DPoP"], http.Request.Method, Path, null, http.Connection.ClientCertificate));
        if (outcome.Nonce is { } nonce)
        {
            http.Response.Headers["DPoP-Nonce"] = nonce;
        }

        return outcome.Principal is { } agent ? (agent, null) : (null, outcome.Failure switch
        {
            TokenFailure.NonceWanted => NonceWanted,
            TokenFailure.InvalidProof => WrongProof,
            TokenFailure.OtherCertificate => OAuthError.OtherCertificate,
            TokenFailure.Suspended => OAuthError.Suspended with { Status = 403, Recorded = outcome.Suspended!.Principal.AgentId },
            _ => NoToken,
        });
    }

    private async Task RefuseAsync(HttpContext http, Principal? agent, OAuthError error)
    {
        // A proof without its nonce is how one begins.
        if (error != NonceWanted)
        {
            await refusals.RecordAsync(agent?.AgentId, "database", null, error, CancellationToken.None);
        }

        if (error.Status == 401)
        {
            http.Response.Headers.WWWAuthenticate = $"{(http.Request.Headers.ContainsKey("DPoP") ? "DPoP" : "Bearer")} error=\"{error.Code}\", realm=\"{issuer.Origin}\"";
        }

        await OAuthAnswer.WriteAsync(
            http,
            json =>
            {
                json.WriteString("error", error.Code);
                json.WriteString("error_description", error.Description);
            },
            error.Status);
    }
}
