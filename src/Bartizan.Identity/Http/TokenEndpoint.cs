using Bartizan.Core.Identity.Mandates;
using Bartizan.Identity.Authorizing;
using Bartizan.Identity.Clients;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Issuing;
using Bartizan.Identity.Issuing.Rules;
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
    Issuer issuer, ClientAuthenticator authenticate, IEnumerable<IGrant> grants, RequestProofs proofs, IssuanceGate gate, TokenMint mint, IMandateStore mandates, RefusalRecorder refusals, ShadowClients shadows)
{
    private static readonly OAuthError UnknownGrant = new("unsupported_grant_type", "The grant type is not one of those in the server's metadata.");

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        var (form, malformed) = await OAuthForm.ReadAsync(http.Request, http.RequestAborted);
        if (form is null)
        {
            await RefuseAsync(http, null, null, null, malformed!);
            return;
        }

        var (client, unknown) = await authenticate.RunAsync(http.Request, form, http.RequestAborted, takesInstances: true);
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

        var (basis, error) = await grant.ReadAsync(client, form, http.RequestAborted);
        if (basis is not null && Wishes.Read(form, out error) is { } wish && proofs.TryProve(http, issuer.Token, out var key, out error))
        {
            var mandate = wish.Mandate?.Id is { } id ? await mandates.FindAsync(id, http.RequestAborted) : null;
            (var permit, error) = wish.Mandate?.Id is not null && mandate is null ? (null, MandateRule.Elsewhere) : gate.CanIssue(Question(client, grant, basis, wish, mandate, key));
            if (permit is not null)
            {
                (var minted, error) = await mint.IssueAsync(permit, http.RequestAborted);
                if (minted is not null)
                {
                    await GiveAsync(http, grant, minted);
                    return;
                }
            }
        }

        await RefuseAsync(http, client, grant, basis?.Subject, error!);
    }

    private static IssuanceQuestion Question(ClientEntry client, IGrant grant, GrantBasis basis, Wish wish, MandateRecord? mandate, string? key) => new()
    {
        Client = client,
        Grant = grant.Type,
        Subject = basis.Subject,
        Connection = basis.Connection,
        Attested = basis.Attested,
        RequiredKey = basis.RequiredKey,
        Redemption = basis.Redemption,
        Resource = wish.Resource,
        Scopes = wish.Scopes?.Where(s => basis.Connection is null || s != AuthorizationReader.OfflineAccess).ToList(),
        Authority = wish.Authority,
        Terms = wish.Mandate is { Id: null } wanted ? wanted.Terms : null,
        Mandate = mandate,
        KeyThumbprint = key,
    };

    private static Task GiveAsync(HttpContext http, IGrant grant, MintedToken minted) => OAuthAnswer.WriteAsync(http, json =>
    {
        var token = minted.Token;
        json.WriteString("access_token", minted.Text);
        if (minted.Refresh is { } refresh)
        {
            json.WriteString("refresh_token", refresh);
        }

        json.WriteString("token_type", token.KeyThumbprint is null ? "Bearer" : "DPoP");
        json.WriteNumber("expires_in", (long)(token.Expires - token.Issued).TotalSeconds);
        if (grant.NamesTokenType)
        {
            json.WriteString("issued_token_type", TokenExchangeGrant.AccessTokenType);
        }

        if (token.Instance is { } instance && grant.Type == GrantTypes.Attestation)
        {
            json.WriteString("instance", instance);
        }

        if (token.Scopes.Count > 0)
        {
            json.WriteString("scope", string.Join(' ', token.Scopes));
        }

        AuthorizationDetails.Write(json, token.Authority, token.Mandates is [var mandate, ..] ? mandate : null, token.Issued);
    });

    private async Task RefuseAsync(HttpContext http, ClientEntry? client, IGrant? grant, AccessToken? subject, OAuthError error)
    {
        // A nonce asked for is a step of the protocol, and nothing was refused.
        if (error != RequestProofs.NonceWanted)
        {
            // Who only says whose instance it is, is a stranger until its evidence was enough.
            var isStranger = grant?.Type == GrantTypes.Attestation && client is { Registered.IsPublic: true, Instance: null };
            await refusals.RecordAsync(isStranger ? null : client?.Id, grant?.Type, subject, error, http.RequestAborted);
        }

        await OAuthAnswer.WriteAsync(http, error);
    }
}
