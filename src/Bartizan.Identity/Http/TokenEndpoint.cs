using Bartizan.Core.Identity;
using Bartizan.Identity.Clients;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Issuing;
using Bartizan.Identity.Proofs;
using Bartizan.Identity.Registry;
using Bartizan.Identity.Tokens;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Http;

/// <summary>
/// The token endpoint. Read it as a table of contents: (1) the form, (2) who asks, (3) the grant, (4) what is wished, (5) proof of a key, (6) may it be
/// issued, (7) issue, and (8) answer.
/// </summary>
internal sealed class TokenEndpoint(
    Issuer issuer, ClientAuthenticator authenticate, IEnumerable<IGrant> grants, ProofChecker proofs, ProofNonces nonces, IssuanceGate gate, TokenMint mint, RefusalRecorder refusals, ShadowClients shadows)
{
    private static readonly OAuthError UnknownGrant = new("unsupported_grant_type", "The grant type is not one of those in the server's metadata.");
    private static readonly OAuthError UnknownDetails = new("invalid_authorization_details", $"The authorization details are not one object of type {AuthorizationDetails.Type}.");
    private static readonly OAuthError WrongScope = new("invalid_scope", "Scopes are words of printable ASCII, one space apart.");
    private static readonly OAuthError WrongProof = new("invalid_dpop_proof", "The DPoP proof does not hold.");
    private static readonly OAuthError NonceWanted = new("use_dpop_nonce", "Put the nonce of the DPoP-Nonce header into the proof.");
    private static readonly OAuthError WrongTarget = new("invalid_target", "The resource is not an absolute address without a fragment.");

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        var (form, malformed) = await OAuthForm.ReadAsync(http.Request, http.RequestAborted);
        if (form is null)
        {
            await RefuseAsync(http, null, null, null, malformed!);
            return;
        }

        var (client, unknown) = await authenticate.RunAsync(http.Request, form, http.RequestAborted);
        if (client is null)
        {
            shadows.See(http, form);
            await RefuseAsync(http, null, null, null, unknown!);
            return;
        }

        if (grants.FirstOrDefault(g => g.Type == form["grant_type"]) is not { } grant)
        {
            await RefuseAsync(http, client, null, null, UnknownGrant);
            return;
        }

        var (subject, unacceptable) = grant.Read(form);
        var error = unacceptable;
        if (error is null && Wish(client, grant, subject, form, out error) is { } wish && Prove(http, ref wish, out error))
        {
            (var permit, error) = gate.CanIssue(wish);
            if (permit is not null)
            {
                (var token, var text, error) = await mint.IssueAsync(permit, http.RequestAborted);
                if (token is not null)
                {
                    await GiveAsync(http, grant, token, text!);
                    return;
                }
            }
        }

        await RefuseAsync(http, client, grant, subject, error!);
    }

    private static IssuanceQuestion? Wish(ClientEntry client, IGrant grant, AccessToken? subject, OAuthForm form, out OAuthError? error)
    {
        var scopes = form["scope"]?.Split(' ');
        TokenAuthority? authority = null;
        error = scopes?.All(IsScope) == false ? WrongScope
            : form["authorization_details"] is { } details && (authority = AuthorizationDetails.Parse(details)) is null ? UnknownDetails
            : form["resource"] is { } resource && !(Uri.TryCreate(resource, UriKind.Absolute, out var uri) && uri.Fragment.Length == 0) ? WrongTarget
            : null;
        return error is not null ? null : new IssuanceQuestion
        {
            Client = client,
            Grant = grant.Type,
            Subject = subject,
            Resource = form["resource"],
            Scopes = scopes is null ? null : [.. scopes.Distinct(StringComparer.Ordinal)],
            Authority = authority,
        };
    }

    private static bool IsScope(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('!', '~') && !text.AsSpan().ContainsAny('"', '\\');

    private bool Prove(HttpContext http, ref IssuanceQuestion wish, out OAuthError? error)
    {
        error = null;
        if (http.Request.Headers["DPoP"] is not { Count: > 0 } header)
        {
            return true;
        }

        var proof = proofs.Check(header, http.Request.Method, issuer.Token, null);
        if (proof.WantsNonce || proof.NonceAges)
        {
            http.Response.Headers["DPoP-Nonce"] = nonces.Create();
        }

        error = proof.Thumbprint is not null ? null : proof.WantsNonce ? NonceWanted : WrongProof;
        wish = wish with { KeyThumbprint = proof.Thumbprint };
        return error is null;
    }

    private static Task GiveAsync(HttpContext http, IGrant grant, AccessToken token, string text) => OAuthAnswer.WriteAsync(http, json =>
    {
        json.WriteString("access_token", text);
        json.WriteString("token_type", token.KeyThumbprint is null ? "Bearer" : "DPoP");
        json.WriteNumber("expires_in", (long)(token.Expires - token.Issued).TotalSeconds);
        if (grant.NamesTokenType)
        {
            json.WriteString("issued_token_type", TokenExchangeGrant.AccessTokenType);
        }

        if (token.Scopes.Count > 0)
        {
            json.WriteString("scope", string.Join(' ', token.Scopes));
        }

        if (token.Authority is { } authority)
        {
            json.WritePropertyName("authorization_details");
            AuthorizationDetails.Write(json, authority);
        }
    });

    private async Task RefuseAsync(HttpContext http, ClientEntry? client, IGrant? grant, AccessToken? subject, OAuthError error)
    {
        // A nonce asked for is a step of the protocol, and nothing was refused.
        if (error != NonceWanted)
        {
            await refusals.RecordAsync(client?.Id, grant?.Type, subject, error, http.RequestAborted);
        }

        await OAuthAnswer.WriteAsync(http, error);
    }
}
