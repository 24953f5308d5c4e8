using Bartizan.Core.Collections;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Identity.Certificates;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Proofs;
using Microsoft.Extensions.Primitives;

namespace Bartizan.Identity.Tokens;

/// <summary>Lets agents into the gateway with access tokens: the one who acts is the token's holder, and those it acts for stand behind it.</summary>
internal sealed class TokenAuthenticator(Issuer issuer, AccessTokenReader tokens, IdentityDirectory directory, ProofChecker proofs, ProofNonces nonces, ClientCertificates certificates) : ITokenAuthenticator
{
    private const int Remembered = 10_000;

    private readonly RecentMap<string, Known> _principals = new(Remembered);

    /// <inheritdoc/>
    public string Issuer => issuer.Origin;

    /// <inheritdoc/>
    public bool BindsToCertificates => certificates.AreAsked;

    /// <inheritdoc/>
    public TokenOutcome Authenticate(in TokenPresentation presented)
    {
        // A token that is bound passes with its proof only, and one that is not, not as if it were (RFC 9449 §7).
        if (tokens.ReadOfSuspended(presented.Token) is not { } token
            || !(token.Audience == issuer.Origin || (presented.Resource is { } resource && token.Audience == issuer.Origin + resource))
            || (token.KeyThumbprint is not null) != presented.WithProof)
        {
            return new(null, TokenFailure.InvalidToken, null);
        }

        // Before the proof, which would be used up. Authorities are not asked again: the token lives for minutes, and says which certificate it is (RFC 8705 §3).
        if (token.CertificateThumbprint is { } expected && !ClientCertificates.Is(presented.Certificate, expected))
        {
            return new(null, TokenFailure.OtherCertificate, null);
        }

        string? nonce = null;
        if (token.KeyThumbprint is { } thumbprint)
        {
            var proof = proofs.Check(new StringValues([.. presented.Proofs]), presented.Method, issuer.Origin + presented.Path, presented.Token);
            nonce = proof.WantsNonce || proof.NonceAges ? nonces.Create() : null;
            if (proof.Thumbprint != thumbprint)
            {
                return new(null, proof.WantsNonce ? TokenFailure.NonceWanted : TokenFailure.InvalidProof, nonce);
            }
        }

        return PrincipalOf(token) is { } principal ? new(principal, TokenFailure.None, nonce)
            : SuspendedOf(token) is { } suspended ? new(null, TokenFailure.Suspended, nonce) { Suspended = suspended }
            : new(null, TokenFailure.InvalidToken, nonce);
    }

    // The holder is who asked, whoever of the chain is suspended.
    private SuspendedAgent? SuspendedOf(AccessToken token)
    {
        var snapshot = directory.Current;
        return token.Agents.Select(snapshot.Suspended).FirstOrDefault(a => a is not null) is { } agent
            && (snapshot.Agent(token.Holder) ?? snapshot.Suspended(token.Holder)?.Principal) is { } holder
            ? agent with { Principal = holder, Reason = agent.Principal.AgentId == holder.AgentId ? agent.Reason : $"{agent.Principal.Name}, for which it acts, is suspended: {agent.Reason}" }
            : null;
    }

    // One principal a token, so that what is known of it is made once; made anew when an agent changed.
    private Principal? PrincipalOf(AccessToken token)
    {
        var snapshot = directory.Current;
        var agents = token.Agents.Select(snapshot.Agent).ToArray();
        var person = token.Person is null ? null : snapshot.Person(token.Person);
        if (agents.Any(a => a is null) || (token.Person is not null && person is null))
        {
            return null;
        }

        if (_principals.TryGet(token.Id, out var known) && ReferenceEquals(known.Token, token) && known.Agents.SequenceEqual(agents, ReferenceEqualityComparer.Instance) && ReferenceEquals(known.Principal.Token!.Person, person))
        {
            return known.Principal;
        }

        var facts = new TokenFacts(token.Id, token.Transaction, [.. agents.Skip(1).OfType<Principal>()], token.Scopes, token.Authority, token.IsBound)
        {
            Issued = token.Issued,
            Parents = token.Parents,
            Mandates = token.Mandates,
            SignIn = token.SignIn,
            Person = person,
        };
        var principal = agents[0]! with { Token = facts };
        _principals.Set(token.Id, new(token, agents!, principal));
        return principal;
    }

    private sealed record Known(AccessToken Token, IReadOnlyList<Principal> Agents, Principal Principal);
}
