using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Identity.Reviews;
using Bartizan.Core.Ids;
using Bartizan.Core.Results;

namespace Bartizan.Identity.Reviews;

/// <summary>Turns authority that was not used into proposals, and puts those in force that somebody accepts.</summary>
public sealed class RightSizing(
    IReviewStore reviews, IRegistryStore registry, IAgentStore agents, IPermissionUses uses, IIdSource ids, TimeProvider clock, ReviewOptions options)
{
    private const int Most = 1_000;

    /// <summary>Looks at every blueprint and proposes what can be narrowed; how many new proposals there are.</summary>
    public async ValueTask<int> LookAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await uses.WatchedSinceAsync(cancellationToken) is not { } watched || watched > now - options.Window)
        {
            return 0;
        }

        // What was declined is not asked again until as much time has passed as it takes to call something unused.
        var asked = (await reviews.ProposalsAsync(Most, cancellationToken))
            .Where(p => p.State == ProposalState.Open || (p.State is ProposalState.Declined or ProposalState.Lapsed && p.At > now - options.Window))
            .Select(p => p.Blueprint).ToHashSet(StringComparer.Ordinal);
        var proposed = 0;
        foreach (var blueprint in (await registry.BlueprintsAsync(cancellationToken)).Where(b => b.Retired is null && !asked.Contains(b.Id)))
        {
            if (await ProposalAsync(blueprint, watched, now, cancellationToken) is { } proposal && await reviews.ProposeAsync(proposal, cancellationToken))
            {
                proposed++;
            }
        }

        return proposed;
    }

    /// <summary>Puts a proposal in force as the next version of its blueprint.</summary>
    /// <exception cref="InputException">It is not open, or overtaken: the blueprint changed, or what would go was used.</exception>
    public async ValueTask<Blueprint> AcceptAsync(string id, string by, string? reason, CancellationToken cancellationToken)
    {
        var proposal = await OpenAsync(id, cancellationToken);
        return await ApplyAsync(proposal, by, reason, isReviewed: true, cancellationToken)
            ?? throw new InputException(new InputError($"Proposal {id} is overtaken: the blueprint changed since, or something that would go was used.", "Propose again: bartizan review propose."));
    }

    /// <summary>Says no to a proposal.</summary>
    /// <exception cref="InputException">It is not open.</exception>
    public async ValueTask DeclineAsync(string id, string by, string reason, CancellationToken cancellationToken)
    {
        await OpenAsync(id, cancellationToken);
        await reviews.DecideAsync(id, ProposalState.Declined, by, reason, clock.GetUtcNow(), cancellationToken);
    }

    /// <summary>Ends proposals that are overtaken, and those that nobody answered in time.</summary>
    public async ValueTask ReconcileAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var proposal in (await reviews.ProposalsAsync(Most, cancellationToken)).Where(p => p.State == ProposalState.Open))
        {
            if (await registry.FindBlueprintAsync(proposal.Blueprint, cancellationToken) is not { Retired: null } blueprint || blueprint.Version != proposal.Version)
            {
                await reviews.DecideAsync(proposal.Id, ProposalState.Overtaken, null, null, now, cancellationToken);
            }
            else if (proposal.Until <= now && options.NarrowUnanswered)
            {
                await ApplyAsync(proposal, ReviewDecision.Nobody, null, isReviewed: false, cancellationToken);
            }
            else if (proposal.Until <= now)
            {
                await reviews.DecideAsync(proposal.Id, ProposalState.Lapsed, null, null, now, cancellationToken);
            }
        }
    }

    // Asked again before it counts: what was used since the proposal was made must still pass.
    private async ValueTask<Blueprint?> ApplyAsync(AuthorityProposal proposal, string by, string? reason, bool isReviewed, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var blueprint = await registry.FindBlueprintAsync(proposal.Blueprint, cancellationToken);
        var fresh = Narrowing.Backtest(proposal.Uses, proposal.Depth, await uses.UsesAsync(await AgentsOf(proposal.Blueprint, cancellationToken), proposal.From, cancellationToken), proposal.From);
        var narrowed = blueprint is { Retired: null } && fresh.Refused == 0
            ? await registry.NarrowBlueprintAsync(
                blueprint with { Version = proposal.Version, Uses = proposal.Uses, Depth = proposal.Depth, By = by, Created = now }, isReviewed, cancellationToken)
            : null;
        await reviews.DecideAsync(proposal.Id, narrowed is null ? ProposalState.Overtaken : ProposalState.Accepted, narrowed is null ? null : by, reason, now, cancellationToken);
        return narrowed;
    }

    private async ValueTask<AuthorityProposal?> ProposalAsync(Blueprint blueprint, DateTimeOffset watched, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (of, from) = (await AgentsOf(blueprint.Id, cancellationToken), now - options.Window);
        var everUsed = await uses.UsesAsync(of, DateTimeOffset.UnixEpoch, cancellationToken);
        var narrower = Narrowing.Of(await registry.VersionsAsync(blueprint.Id, cancellationToken), await uses.UsesAsync(of, from, cancellationToken), everUsed, from);
        return narrower is null ? null : new AuthorityProposal
        {
            Id = ids.NewId("prp"),
            Blueprint = blueprint.Id,
            Name = blueprint.Name,
            Version = blueprint.Version,
            Owner = blueprint.Owner,
            Uses = narrower.Uses,
            Depth = narrower.Depth,
            Changes = narrower.Changes,
            From = from,
            Backtest = Narrowing.Backtest(narrower.Uses, narrower.Depth, everUsed, watched),
            Created = now,
            Until = now + options.AnswerWithin,
        };
    }

    // Revoked ones too: what they did is part of what the blueprint was for.
    private async ValueTask<IReadOnlyList<string>> AgentsOf(string blueprint, CancellationToken cancellationToken) =>
        [.. (await agents.ListAsync(cancellationToken)).Where(a => a.Blueprint?.Id == blueprint).Select(a => a.Id)];

    private async ValueTask<AuthorityProposal> OpenAsync(string id, CancellationToken cancellationToken) =>
        await reviews.FindProposalAsync(id, cancellationToken) switch
        {
            null => throw new InputException(new InputError($"There is no proposal {id}.", "`bartizan review proposals` lists them.")),
            { State: ProposalState.Open } open => open,
            var other => throw new InputException(new InputError($"Proposal {id} is not open: it was {other.State.ToString().ToLowerInvariant()}.", "`bartizan review proposals` lists those that are.")),
        };
}
