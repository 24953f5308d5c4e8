using Bartizan.Core.Identity.Registry;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Http;
using Bartizan.Identity.Issuing;

namespace Bartizan.Identity.Attesting;

/// <summary>
/// An instance of an agent shows what it is and gets an identity (an extension grant, RFC 6749 §4.5): by evidence, or by the identity that it still has. What
/// the evidence says is checked here; whether that is enough, and whose it is, the gate asks.
/// </summary>
internal sealed class AttestationGrant(EvidenceReader evidence, IInstanceStore instances, TimeProvider clock) : IGrant
{
    private static readonly OAuthError NoEvidence = OAuthError.InvalidRequest("Send evidence: tokens or a join token, one space apart; or the identity that you still have, as client_assertion.");
    private static readonly OAuthError Over = new("invalid_grant", "The instance is over. Show evidence again.");

    /// <summary>The one answer to all evidence that does not hold or is not enough: what was wrong is in the record.</summary>
    public static readonly OAuthError NotAttested = new("invalid_grant", "The evidence does not hold, or does not attest an instance of this agent. Those who run this server find the reason in its record.");

    /// <inheritdoc/>
    public string Type => GrantTypes.Attestation;

    /// <inheritdoc/>
    public async ValueTask<(GrantBasis? Basis, OAuthError? Error)> ReadAsync(ClientEntry client, OAuthForm form, CancellationToken cancellationToken)
    {
        var (shown, wrong) = await evidence.ReadAsync(client.Id, form, cancellationToken);
        if (shown is null)
        {
            return (null, NotAttested with { Recorded = $"{client.Id}: {wrong}" });
        }

        if (shown.Count > 0)
        {
            return (new GrantBasis { Attested = new Attested(shown, null) }, null);
        }

        if (client.Instance?.Instance is not { } id)
        {
            return (null, NoEvidence);
        }

        return await instances.FindAsync(id, cancellationToken) is { } running && running.RunsAt(clock.GetUtcNow())
            ? (new GrantBasis { Attested = new Attested([], running) }, null)
            : (null, Over);
    }
}
