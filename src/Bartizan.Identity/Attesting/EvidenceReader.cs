using Bartizan.Core.Identity.Registry;
using Bartizan.Identity.Attesting.Processes;
using Bartizan.Identity.Http;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Attesting;

/// <summary>Checks everything that an instance shows. One thing that does not hold spoils all of it, and nobody vouches twice.</summary>
internal sealed class EvidenceReader(JwtEvidence tokens, ProcessEvidence processes, CertificateEvidence certificates, IInstanceStore instances, TimeProvider clock)
{
    /// <summary>Most pieces of evidence at once, the calling process not counted.</summary>
    public const int Most = 4;

    /// <summary>The evidence; null, and why, when some of it does not hold.</summary>
    /// <param name="agent">Id of the agent that the instance says it is of.</param>
    /// <param name="form">The request.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<(IReadOnlyList<Evidence>? Evidence, string? Wrong)> ReadAsync(string agent, OAuthForm form, CancellationToken cancellationToken)
    {
        var texts = form["evidence"]?.Split(' ') ?? [];
        if (texts.Length > Most)
        {
            return (null, $"more than {Most} pieces");
        }

        var all = new List<Evidence>();
        foreach (var text in texts)
        {
            var (evidence, wrong) = text.StartsWith(OpaqueToken.Join, StringComparison.Ordinal) ? await JoinAsync(agent, text, cancellationToken)
                : text == CertificateEvidence.Word ? certificates.Read(form.Certificate)
                : await tokens.ReadAsync(text, cancellationToken);
            if (evidence is null)
            {
                return (null, wrong);
            }

            all.Add(evidence);
        }

        if (form.Peer is { } peer)
        {
            var (process, wrong) = await processes.ReadAsync(peer, cancellationToken);
            if (process is null)
            {
                return (null, wrong);
            }

            all.Add(process);
        }

        // Two of one source could each say half of what a policy asks for.
        return all.Select(e => e.Source).Distinct(StringComparer.Ordinal).Count() == all.Count ? (all, null) : (null, "two pieces of one source");
    }

    private async ValueTask<EvidenceResult> JoinAsync(string agent, string text, CancellationToken cancellationToken) =>
        OpaqueToken.Hash(text, OpaqueToken.Join) is { } hash && await instances.FindJoinTokenAsync(hash, cancellationToken) is { } token && token.Agent == agent && token.IsGoodAt(clock.GetUtcNow())
            ? EvidenceResult.Holds(new Evidence(
                TrustedIssuerOptions.JoinSource, Evidence.Write(TrustedIssuerOptions.JoinSource, [new("token", token.Id), new("by", token.By)]))
            { JoinToken = hash })
            : EvidenceResult.Fails("the join token is not known, over, used, or another agent's");
}
