using System.Security.Cryptography;
using System.Text;
using Bartizan.Core.Collections;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Issuing;
using Bartizan.Identity.Issuing.Rules;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Hops;

/// <summary>
/// Checks what holders of bound tokens handed on without asking here. Each hop is put to the same gate as an exchange at every use, so that both are bound
/// by the same rules; only its signature is checked once and remembered.
/// </summary>
internal sealed class HopReader(IdentityDirectory directory, IssuanceGate gate, TimeProvider clock)
{
    /// <summary>What stands between a token and a hop, and between hops.</summary>
    public const char Separator = '~';

    private const int MaxLength = 8_192;
    private const int Remembered = 10_000;

    private readonly RecentMap<string, Known> _known = new(Remembered);

    /// <summary>The token that a hop makes of the one before it; null when it makes none.</summary>
    /// <param name="token">The token before it.</param>
    /// <param name="before">Its text.</param>
    /// <param name="hop">The hop.</param>
    public AccessToken? Read(AccessToken token, string before, string hop)
    {
        var digest = DigestOf(before);
        if (token.KeyThumbprint is not { } key
            || (Find(digest, hop) ?? Verify(digest, hop)) is not { } known
            || known.Signer != key
            || Question(token, known) is not { } question
            || gate.CanIssue(question) is not { Permit.Draft: { } draft })
        {
            return null;
        }

        return new AccessToken
        {
            Id = known.Hop.Id,
            Transaction = token.Transaction,
            Subject = draft.Subject,
            Instance = token.Instance,
            Actors = draft.Actors,
            Audience = draft.Audience,
            Scopes = draft.Scopes,
            Authority = draft.Authority,
            Mandates = draft.Mandates,
            KeyThumbprint = known.Claims.KeyThumbprint,
            Parents = [token.Id, .. token.Parents],
            SignIn = token.SignIn,
            Issued = draft.Issued,
            // A blueprint may say less than a minute.
            Expires = draft.Expires < known.Claims.Expires ? draft.Expires : known.Claims.Expires,
        };
    }

    private static string DigestOf(string text) => Base64UrlText.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(text)));

    private Known? Find(string digest, string hop) => _known.TryGet(digest + Separator + hop, out var known) ? known : null;

    private Known? Verify(string digest, string hop)
    {
        if (Jws.Parse(hop, MaxLength) is not { Type: HopClaims.Type } jws
            || !jws.Header.TryGetProperty("jwk", out var json)
            || JsonWebKey.Parse(json) is not { Algorithm: JwsAlgorithm.Es256 } key
            || !jws.IsSignedBy(key)
            || HopClaims.Read(jws.Payload) is not { } claims
            || claims.Behind != digest)
        {
            return null;
        }

        // Without the signature, of which one text can have several.
        var id = "hop_" + DigestOf(digest + Separator + hop[..hop.LastIndexOf('.')])[..22];
        var known = new Known(claims, key.Thumbprint, new OfflineHop(id, claims.Issued));
        _known.Set(digest + Separator + hop, known);
        return known;
    }

    private IssuanceQuestion? Question(AccessToken token, Known known)
    {
        var (claims, now) = (known.Claims, clock.GetUtcNow());
        return directory.Current.Client(claims.Agent) is { } client && client.Id == claims.Agent
            && claims.Issued >= token.Issued - ClockSkew.Allowed
            && claims.Issued <= now + ClockSkew.Allowed
            && now < claims.Expires
            && claims.Expires <= token.Expires
            && claims.Expires - claims.Issued <= LifetimeRule.ExchangedLife
            ? new IssuanceQuestion
            {
                Client = client,
                Grant = GrantTypes.TokenExchange,
                Subject = token,
                Scopes = claims.Scopes,
                Authority = claims.Details?.Use,
                Terms = claims.Details?.Mandate?.Terms,
                Hop = known.Hop,
                KeyThumbprint = claims.KeyThumbprint,
            }
            : null;
    }

    private sealed record Known(HopClaims Claims, string Signer, OfflineHop Hop);
}
