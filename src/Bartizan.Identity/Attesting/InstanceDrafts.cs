using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Ids;
using Bartizan.Identity.Issuing;

namespace Bartizan.Identity.Attesting;

/// <summary>Makes the record of a run that an identity is to be issued to: a new one, or the one that has the same key and goes on.</summary>
internal sealed class InstanceDrafts(IInstanceStore store, IIdSource ids)
{
    private const int LongestEvidence = 500;

    /// <summary>What is to be recorded of a run, and what that costs.</summary>
    public async ValueTask<InstanceChange> DraftAsync(IssuanceGate.Permit permit, CancellationToken cancellationToken)
    {
        var (question, draft) = (permit.Question, permit.Draft);
        var (attested, key) = (question.Attested!, question.KeyThumbprint!);
        var running = attested.Renews ?? await store.FindRunningAsync(draft.Subject, key, draft.Now, cancellationToken);
        var instance = new AgentInstance
        {
            Id = running?.Id ?? ids.NewId("ins"),
            Agent = draft.Subject,
            Thumbprint = key,
            Evidence = TextOf(attested.Selectors),
            Selectors = attested.Selectors,
            Started = running?.Started ?? draft.Now,
            Attested = attested.Renews?.Attested ?? draft.Now,
            // It is over when its identity is.
            Ends = draft.Expires,
        };
        return new InstanceChange(instance, running is not null, [.. attested.Evidence.Select(e => e.Shown).OfType<ShownEvidence>()], attested.Evidence.Select(e => e.JoinToken).FirstOrDefault(t => t is not null));
    }

    private static string TextOf(IReadOnlyList<string> selectors) => string.Join(", ", selectors) is { Length: > LongestEvidence } text ? text[..(LongestEvidence - 1)] + "…" : string.Join(", ", selectors);
}
